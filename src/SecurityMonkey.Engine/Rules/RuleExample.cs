namespace SecurityMonkey.Engine.Rules;

/// <summary>A configuration with what a rule should say of it.</summary>
/// <param name="Name">The example's name.</param>
/// <param name="LazyItem">The item, made when the example is run: most documents are only read for their rule.</param>
/// <param name="Parameters">Parameters that differ from the rule's, as JSON texts.</param>
/// <param name="Expected"><c>pass</c>, <c>fail</c> or <c>unknown</c>.</param>
/// <param name="Findings">How many findings there should be; null means any number.</param>
/// <param name="Line">Where it stands in the file.</param>
internal sealed record RuleExample(
    string Name, Lazy<Item> LazyItem, IReadOnlyDictionary<string, string> Parameters, string Expected, int? Findings, int Line)
{
    /// <summary>The item.</summary>
    public Item Item => LazyItem.Value;

    /// <summary>The account.</summary>
    public Account Account { get; init; } = new() { Name = "example", Type = "example", Identifier = "example" };

    /// <summary>The other items there are, by item type.</summary>
    public IReadOnlyDictionary<string, Lazy<IReadOnlyList<Item>>> Lookups { get; init; } = new Dictionary<string, Lazy<IReadOnlyList<Item>>>();

    /// <summary>Item types that could not be collected completely.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>The accounts that are known.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>The networks that are known.</summary>
    public IReadOnlyList<KnownNetwork> Networks { get; init; } = [];

    /// <summary>The time it is; null means now.</summary>
    public DateTimeOffset? Now { get; init; }
}
