namespace SecurityMonkey;

/// <summary>A business rule: what it looks at, what it says, why it matters and how to mend it.</summary>
public sealed record Rule
{
    /// <summary>The stable id, such as <c>SM-AWS-EC2-001</c>; settings and justifications hang on it.</summary>
    public required string Id { get; init; }

    /// <summary>What it says of an item that fails, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Item types it applies to; wildcards allowed.</summary>
    public required IReadOnlyList<string> ItemTypes { get; init; }

    /// <summary>0 informational, 1 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 critical.</summary>
    public required int Score { get; init; }

    /// <summary>The score in words.</summary>
    public Severity Severity => SeverityScale.FromScore(Score);

    /// <summary>Why it matters.</summary>
    public string Why { get; init; } = "";

    /// <summary>How to mend it, in words.</summary>
    public string Fix { get; init; } = "";

    /// <summary>Commands that mend it, by tool (aws, azure, gh, ...).</summary>
    public IReadOnlyDictionary<string, string> FixCommands { get; init; } = new Dictionary<string, string>();

    /// <summary>Where to read more.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Control numbers by benchmark, such as <c>cis-aws-5.0</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Controls { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Where its condition was taken from: benchmarks, other tools, documentation.</summary>
    public IReadOnlyList<string> Origin { get; init; } = [];

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When an item fails, as the document says it; empty for rules in code.</summary>
    public string Condition { get; init; } = "";

    /// <summary>What its examples are, such as <c>fail: open to everybody</c>.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Its parameters with their default values as JSON text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Ids of item types it looks at beside the audited item, in the same account; it cannot look at others. When they change, it is evaluated again.</summary>
    public IReadOnlyList<string> Lookups { get; init; } = [];

    /// <summary>
    /// The parts of the configuration that it reads: member names separated by dots. Where one of them could not be read, the answer is
    /// unknown. Empty means that it may read everything. Rule documents need not say it: it follows from their expressions.
    /// </summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>The day since when it is there: <c>2026-11-24</c>; empty for the first rule set. A baseline can leave out what is newer than a day.</summary>
    public string Since { get; init; } = "";

    /// <summary>How it differs from its document: the settings that count for it, the weaker before the stronger.</summary>
    public IReadOnlyList<RuleSetting> Settings { get; init; } = [];

    /// <summary>Where it comes from: a file, or the auditor that holds it.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether it is evaluated: false when it was disabled for every account.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Returns id and title.</summary>
    public override string ToString() => $"{Id} {Title}";
}
