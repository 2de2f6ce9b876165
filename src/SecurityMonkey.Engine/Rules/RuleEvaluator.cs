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
    private readonly JmesExpression.Library _library;
    private readonly string[][] _required;
    private readonly JmesExpression? _when;

    // Most items pass, and then these are never needed.
    private readonly Lazy<MessageTemplate> _message;
    private readonly Lazy<MessageTemplate> _discriminator;
    private readonly Lazy<IReadOnlyList<JmesExpression>> _evidence;
    private RuleContext? _context;

    /// <summary>Compiles a rule.</summary>
    /// <param name="condition">The condition.</param>
    /// <exception cref="FormatException">An expression is wrong.</exception>
    public RuleEvaluator(RuleCondition condition)
    {
        _condition = condition;
        _required = [.. condition.Requires.Select(path => path.Split('.'))];
        _functions = new RuleFunctions(TimeProvider.System) { Lookups = { Reads = condition.Reads } };
        _library = new JmesExpression.Library(_functions);
        _when = condition.Evaluator is null ? JmesExpression.Compile(condition.When, _library) : null;
        _message = new Lazy<MessageTemplate>(() => MessageTemplate.Compile(condition.Message, _library), isThreadSafe: false);
        _discriminator = new Lazy<MessageTemplate>(() => MessageTemplate.Compile(condition.Discriminator, _library), isThreadSafe: false);
        _evidence = new Lazy<IReadOnlyList<JmesExpression>>(
            () => [.. condition.Evidence.Select(text => JmesExpression.Compile(text, _library))], isThreadSafe: false);
    }

    private RuleContext Context => _context ?? throw new InvalidOperationException("The rule has nothing to be evaluated on.");

    /// <summary>Sets what is to be looked at.</summary>
    /// <param name="context">The item, and what stands around it.</param>
    /// <param name="parameters">The parameters in force.</param>
    public void Use(RuleContext context, IReadOnlyDictionary<string, JToken> parameters)
    {
        _context = context;
        _functions.Lookups.Context = context;
        _functions.Parameters = parameters;
    }

    /// <summary>Lets go of what was looked at: one that waits for its next unit would otherwise hold the items of its last one.</summary>
    public void Forget()
    {
        _context = null;
        _functions.Forget();
        _library.Forget();
    }

    /// <summary>Evaluates the rule on the context's item, after <see cref="FindUnknown"/> found nothing.</summary>
    /// <exception cref="RuleUnknownException">The rule cannot tell; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The rule failed; the message says why.</exception>
    public IReadOnlyList<Finding> Evaluate()
    {
        var config = SetItem();
        if (_condition.ForEach.Count == 0)
        {
            return EvaluateOn(new RuleElement(JsonPath.Root, config, config)) is { } finding ? [finding] : [];
        }

        var findings = (List<Finding>?)null;
        foreach (var pattern in _condition.ForEach)
        {
            foreach (var element in RuleElement.Find(config, pattern))
            {
                if (EvaluateOn(element) is { } finding)
                {
                    (findings ??= []).Add(finding);
                }
            }
        }

        return findings is null ? [] : findings;
    }

    /// <summary>Why the rule cannot tell about the context's item: a part that it reads could not be read, or a member that it needs is not there.</summary>
    /// <returns>The reason; null where there is none.</returns>
    public string? FindUnknown()
    {
        var item = Context.Item.Item;
        foreach (var part in item.UnknownParts)
        {
            if (_condition.Reads.Touches(part.Path))
            {
                return UnknownText.Of(item, part.Path, part);
            }
        }

        return FindMissing();
    }

    /// <summary>A member that the rule needs and that is not there, in words; null where there is none.</summary>
    public string? FindMissing()
    {
        foreach (var path in _required)
        {
            var value = (JToken?)Context.Item.Config;
            foreach (var name in path)
            {
                value = (value as JObject)?.GetValue(name, StringComparison.Ordinal);
            }

            if (value is null)
            {
                return $"'{string.Join('.', path)}' is not in the configuration of {Context.Item.Item.ItemType} '{Context.Item.Item.NativeId}'.";
            }
        }

        return null;
    }

    /// <summary>The message of a finding on the item as a whole.</summary>
    public string RenderMessage() => _message.Value.Render(SetItem());

    private JToken SetItem()
    {
        var config = Context.Item.Config;
        _functions.Root = config;
        _functions.Element = config;
        _functions.Parent = config;
        _functions.Item = Context.Item.Facts;
        return config;
    }

    private Finding? EvaluateOn(RuleElement element)
    {
        _functions.Element = element.Value;
        _functions.Parent = element.Parent;
        return JmesExpression.IsTrue(_when!.Evaluate(element.Value))
            ? new Finding(_message.Value.Render(element.Value))
            {
                Discriminator = _discriminator.Value.Render(element.Value),
                Evidence = [.. EvidenceOf(element)],
            }
            : null;
    }

    private IEnumerable<Evidence> EvidenceOf(RuleElement element)
    {
        if (_condition.ForEach.Count > 0)
        {
            yield return Show(element.Path.ToString(), element.Value);
        }

        foreach (var expression in _evidence.Value)
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
