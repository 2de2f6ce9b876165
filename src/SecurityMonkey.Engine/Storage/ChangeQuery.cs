namespace SecurityMonkey.Engine.Storage;

/// <summary>Which changes.</summary>
public sealed record ChangeQuery
{
    /// <summary>Which items.</summary>
    public ItemQuery Item { get; init; } = new();

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Not after this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The run that saw them; null means any.</summary>
    public long? RunId { get; init; }

    /// <summary>Kinds; empty means any.</summary>
    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];
}
