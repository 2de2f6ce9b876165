namespace SecurityMonkey.Engine.Storage;

/// <summary>Which items.</summary>
public sealed record ItemQuery
{
    /// <summary>Numbers of items; empty means any.</summary>
    public IReadOnlyList<long> Ids { get; init; } = [];

    /// <summary>Names of accounts.</summary>
    public TextFilter Account { get; init; } = TextFilter.All;

    /// <summary>Ids of item types.</summary>
    public TextFilter ItemType { get; init; } = TextFilter.All;

    /// <summary>Regions.</summary>
    public TextFilter Region { get; init; } = TextFilter.All;

    /// <summary>Names or native ids of items.</summary>
    public TextFilter Name { get; init; } = TextFilter.All;

    /// <summary>States; empty means any.</summary>
    public IReadOnlyList<ItemState> States { get; init; } = [];

    /// <summary>The least score.</summary>
    public int MinScore { get; init; }

    /// <summary>Whether the configurations are wanted.</summary>
    public bool WithConfig { get; init; } = true;
}
