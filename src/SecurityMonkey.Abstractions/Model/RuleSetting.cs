namespace SecurityMonkey;

/// <summary>How a rule is tuned, everywhere or for some accounts. It takes effect at the next audit, without collecting again.</summary>
public sealed record RuleSetting
{
    /// <summary>The rule; <c>*</c> where the setting is for all rules with a tag.</summary>
    public required string RuleId { get; init; }

    /// <summary>The tag of the rules, or empty where the setting is for one rule. A setting for a rule wins over one for a tag.</summary>
    public string Tag { get; init; } = "";

    /// <summary>A wildcard of account names; <c>*</c> means all. An exact name wins over a wildcard, a wildcard over <c>*</c>.</summary>
    public string Account { get; init; } = "*";

    /// <summary>Whether the rule is evaluated; null leaves it as it is.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Another score; null leaves it as it is.</summary>
    public int? Score { get; init; }

    /// <summary>Other parameter values as JSON text, by parameter name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The baseline that says so; empty where it was said with Set-SMRule, which wins over a baseline.</summary>
    public string Baseline { get; init; } = "";

    /// <summary>Who tuned it, and why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was tuned (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
