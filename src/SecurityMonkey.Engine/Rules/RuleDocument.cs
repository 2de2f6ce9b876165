using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule that is data: what is known of it, its condition and its examples.</summary>
/// <param name="Rule">Id, title, score and texts.</param>
/// <param name="Condition">When an item fails.</param>
/// <param name="Examples">Configurations with what the rule should say of them.</param>
/// <param name="File">The file it is from.</param>
/// <param name="Line">Where it starts in the file.</param>
internal sealed record RuleDocument(Rule Rule, RuleCondition Condition, IReadOnlyList<RuleExample> Examples, string File, int Line)
{
    /// <summary>The item types that it names, with their places.</summary>
    public IReadOnlyList<DocumentNode.Scalar> ItemTypes { get; init; } = [];
}

/// <summary>When an item fails a rule, as texts that were checked but are compiled for each evaluator.</summary>
/// <param name="ForEach">Paths of elements that are looked at one by one; none means the whole configuration.</param>
/// <param name="When">The JMESPath expression that is true where something is wrong; empty where an evaluator says it.</param>
/// <param name="Message">The message, with expressions in braces.</param>
/// <param name="Discriminator">What tells findings apart, with expressions in braces; empty means the message's place decides.</param>
/// <param name="Evidence">Expressions whose values are shown as evidence.</param>
internal sealed record RuleCondition(
    IReadOnlyList<PathPattern> ForEach, string When, string Message, string Discriminator, IReadOnlyList<string> Evidence)
{
    /// <summary>Members without which the rule cannot tell: names separated by dots.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>The condition in code that takes the place of the expressions; null where there is none.</summary>
    public EvaluatorUse? Evaluator { get; init; }

    /// <summary>What the expressions can read.</summary>
    public ExpressionReads Reads { get; init; } = ExpressionReads.None;

    /// <summary>A text that changes when the condition does; made when it is first asked for.</summary>
    public Lazy<string> Fingerprint { get; init; } = new("");
}

/// <summary>A condition in code with the arguments that a document gives it.</summary>
/// <param name="Evaluator">The evaluator.</param>
/// <param name="Arguments">The arguments of the document, as JSON texts.</param>
internal sealed record EvaluatorUse(IRuleEvaluator Evaluator, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>Makes an instance.</summary>
    /// <param name="parameters">The rule's parameters in force: those named as an argument give its value.</param>
    /// <exception cref="FormatException">An argument is wrong; the message names it.</exception>
    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> parameters)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in Evaluator.Arguments)
        {
            var json = Arguments.TryGetValue(argument.Name, out var given) ? given
                : parameters.TryGetValue(argument.Name, out var parameter) ? parameter
                : argument.DefaultJson;
            if (json is not null)
            {
                arguments.Add(argument.Name, json);
            }
            else if (argument.IsRequired)
            {
                throw new FormatException(
                    $"The evaluator '{Evaluator.Name}' needs '{argument.Name}' ({argument.Description}), in 'with' or as a parameter of the rule.");
            }
        }

        return Evaluator.Create(arguments);
    }
}
