using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule document, compiled. Not safe for several threads: each has its own.</summary>
internal sealed class RuleEvaluator
{
    private const int LongestEvidence = 300;

    private readonly RuleCondition _condition;
    private readonly RuleFunctions _functions;
    private readonly JmesExpression _when;
    private readonly MessageTemplate _message;
    private readonly MessageTemplate _discriminator;
    private readonly IReadOnlyList<JmesExpression> _evidence;

    /// <summary>Compiles a rule.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="parameters">The parameters in force, as JSON texts.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FormatException">An expression is wrong.</exception>
    public RuleEvaluator(RuleCondition condition, IReadOnlyDictionary<string, string> parameters, TimeProvider time)
    {
        _condition = condition;
        _functions = new RuleFunctions(time)
        {
            Parameters = parameters.ToDictionary(parameter => parameter.Key, parameter => JmesExpression.ParseConfig(parameter.Value), StringComparer.Ordinal),
        };
        _when = JmesExpression.Compile(condition.When, _functions);
        _message = MessageTemplate.Compile(condition.Message, _functions);
        _discriminator = MessageTemplate.Compile(condition.Discriminator, _functions);
        _evidence = [.. condition.Evidence.Select(text => JmesExpression.Compile(text, _functions))];
    }

    /// <summary>Evaluates the rule.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="item">The item's account, region, name and native id.</param>
    /// <exception cref="InvalidOperationException">The rule cannot tell; the message says why.</exception>
    public IReadOnlyList<Finding> Evaluate(JToken config, JToken item)
    {
        _functions.Root = config;
        _functions.Item = item;
        var elements = _condition.ForEach.Count == 0
            ? [new RuleElement(JsonPath.Root, config, config)]
            : _condition.ForEach.SelectMany(pattern => RuleElement.Find(config, pattern));
        var findings = new List<Finding>();
        foreach (var element in elements)
        {
            _functions.Element = element.Value;
            _functions.Parent = element.Parent;
            if (JmesExpression.IsTrue(_when.Evaluate(element.Value)))
            {
                findings.Add(new Finding(_message.Render(element.Value))
                {
                    Discriminator = _discriminator.Render(element.Value),
                    Evidence = [.. EvidenceOf(element)],
                });
            }
        }

        return findings;
    }

    private IEnumerable<Evidence> EvidenceOf(RuleElement element)
    {
        if (_condition.ForEach.Count > 0)
        {
            yield return Show(element.Path.ToString(), element.Value);
        }

        foreach (var expression in _evidence)
        {
            yield return Show(expression.Text, expression.Evaluate(element.Value));
        }
    }

    private static Evidence Show(string path, JToken value)
    {
        var text = value.ToString(Formatting.None);
        return new Evidence(path, text.Length <= LongestEvidence ? text : text[..LongestEvidence] + "...");
    }
}
