namespace SecurityMonkey;

/// <summary>A named and dated set of rules, so that what is evaluated does not change with the module.</summary>
public sealed record RuleBaseline
{
    /// <summary>The name, such as <c>cis-aws-5.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>The day it was made or last revised: <c>2026-11-24</c>.</summary>
    public required string Date { get; init; }

    /// <summary>Ids of the rules; wildcards allowed.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Benchmarks: the rules with a control of one of them belong to it.</summary>
    public IReadOnlyList<string> Controls { get; init; } = [];

    /// <summary>Tags: the rules with one of them belong to it.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Ids of rules that do not belong to it all the same; wildcards allowed.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>How its rules differ from their documents. Settings of the store win over these.</summary>
    public IReadOnlyList<RuleSetting> Settings { get; init; } = [];

    /// <summary>The ids of the rules there are that belong to it.</summary>
    public IReadOnlyList<string> RuleIds { get; init; } = [];

    /// <summary>
    /// The day up to which rules are taken, <c>2026-11-30</c>; empty takes all. Rules that are newer belong to it only where <see cref="Rules"/>
    /// has their whole id.
    /// </summary>
    public string Until { get; init; } = "";

    /// <summary>The ids of the rules that would belong to it, but are newer.</summary>
    public IReadOnlyList<string> NewerRuleIds { get; init; } = [];

    /// <summary>Whether it counts where no baseline is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The file it is from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Returns name and title.</summary>
    public override string ToString() => $"{Name} {Title}";
}
