using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Evaluates a rule on states of items one after the other, and says what is news.</summary>
/// <param name="rule">The rule as it is in force.</param>
internal sealed class RuleTrialEvaluation(Rule rule)
{
    /// <summary>The event of what fails at the beginning, or now.</summary>
    public const string Open = "Open";

    /// <summary>The event of what begins to fail.</summary>
    public const string Opened = "Opened";

    private const string Unknown = "Unknown";
    private const string Error = "Error";

    private readonly Dictionary<long, Dictionary<string, Finding>> _open = [];
    private readonly Dictionary<long, string> _failures = [];

    /// <summary>Evaluates the rule on an item.</summary>
    /// <param name="prepared">The rule, with what it can look at.</param>
    /// <param name="item">The item.</param>
    /// <param name="at">When.</param>
    /// <param name="kind">The event of a finding that was not there before.</param>
    public IReadOnlyList<RuleTrial> Evaluate(PreparedRule prepared, Item item, DateTimeOffset at, string kind)
    {
        try
        {
            return prepared.TryEvaluate(new AuditedItem(item), out var unknown) is { } findings ? Compare(item, findings, at, kind) : Fail(item, at, Unknown, unknown);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // The boundary of rule and item: the others are tried all the same.
            return Fail(item, at, Error, exception.Message);
        }
    }

    /// <summary>Closes what was open of an item that is gone.</summary>
    public IReadOnlyList<RuleTrial> Close(Item item, DateTimeOffset at)
    {
        var closed = Compare(item, [], at, Opened);
        _open.Remove(item.Id);
        return closed;
    }

    /// <summary>Says that the rule cannot tell about an item.</summary>
    public RuleTrial ToUnknown(Item item, DateTimeOffset at, string reason) => ToTrial(item, Unknown, at, reason, score: null);

    // What was open stays open, as in an audit; the same reason is said once.
    private IReadOnlyList<RuleTrial> Fail(Item item, DateTimeOffset at, string kind, string reason)
    {
        if (_failures.TryGetValue(item.Id, out var known) && string.Equals(known, reason, StringComparison.Ordinal))
        {
            return [];
        }

        _failures[item.Id] = reason;
        return [ToTrial(item, kind, at, reason, score: null)];
    }

    private List<RuleTrial> Compare(Item item, IReadOnlyList<Finding> findings, DateTimeOffset at, string kind)
    {
        _failures.Remove(item.Id);
        var before = _open.GetValueOrDefault(item.Id) ?? [];
        var now = new Dictionary<string, Finding>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            now.TryAdd(finding.Discriminator, finding);
        }

        _open[item.Id] = now;
        return
        [
            .. now.Where(entry => !before.ContainsKey(entry.Key)).Select(entry => ToTrial(item, kind, at, entry.Value.Message, entry.Value.Score)),
            .. before.Where(entry => !now.ContainsKey(entry.Key)).Select(entry => ToTrial(item, "Fixed", at, entry.Value.Message, entry.Value.Score)),
        ];
    }

    private RuleTrial ToTrial(Item item, string kind, DateTimeOffset at, string message, int? score) => new()
    {
        RuleId = rule.Id,
        Event = kind,
        Time = at,
        Score = score ?? rule.Score,
        Account = item.Account,
        ItemType = item.ItemType,
        Region = item.Region,
        Name = item.Name,
        NativeId = item.NativeId,
        Message = message,
    };
}
