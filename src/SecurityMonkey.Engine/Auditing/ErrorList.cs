using System.Globalization;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>The failures of the rules of a unit: the first ones of each rule, and how many there are of all.</summary>
internal sealed class ErrorList
{
    private const int MostPerRule = 5;

    private readonly SortedDictionary<string, (List<AuditError> First, int Count)> _byRule = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a failure.</summary>
    public void Add(AuditError error)
    {
        Count++;
        var (first, count) = _byRule.TryGetValue(error.RuleId, out var known) ? known : ([], 0);
        if (first.Count < MostPerRule)
        {
            first.Add(error);
        }

        _byRule[error.RuleId] = (first, count + 1);
    }

    /// <summary>What is shown of them, by rule, in the order of the items.</summary>
    public IReadOnlyList<AuditError> ToList()
        => [.. _byRule.SelectMany(rule => rule.Value.Count <= MostPerRule ? rule.Value.First : rule.Value.First.Append(Others(rule.Key, rule.Value.Count - MostPerRule)))];

    private static AuditError Others(string ruleId, int count)
        => new(ruleId, 0, "", string.Create(CultureInfo.InvariantCulture, $"... and {count} more {(count == 1 ? "item" : "items")}.")) { More = count };
}
