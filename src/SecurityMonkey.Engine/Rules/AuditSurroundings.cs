using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>What rules can look at beside the audited item: the same for all items of a unit.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Account">The account of the audited items.</param>
internal sealed record AuditSurroundings(TimeProvider Time, Account Account)
{
    private JToken? _account;
    private JToken? _accounts;
    private JToken? _networks;

    /// <summary>All accounts that are known.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>The networks that are known.</summary>
    public IReadOnlyList<KnownNetwork> Networks { get; init; } = [];

    /// <summary>The items that rules look up, by item type.</summary>
    public IReadOnlyDictionary<string, LookupTable> Tables { get; init; } = new Dictionary<string, LookupTable>();

    /// <summary>What <c>account()</c> gives in expressions.</summary>
    public JToken AccountFacts => LazyInitializer.EnsureInitialized(ref _account, () => FactsOf(Account));

    /// <summary>What <c>accounts()</c> gives in expressions.</summary>
    public JToken AccountList => LazyInitializer.EnsureInitialized(ref _accounts, () => Shared(new JArray(Accounts.Select(FactsOf))));

    /// <summary>What <c>known_networks()</c> gives in expressions.</summary>
    public JToken NetworkList => LazyInitializer.EnsureInitialized(
        ref _networks,
        () => Shared(new JArray(Networks.Select(network => new JObject { ["cidr"] = network.Cidr, ["name"] = network.Name }))));

    private static JToken FactsOf(Account account) => Shared(new JObject
    {
        ["name"] = account.Name,
        ["type"] = account.Type,
        ["identifier"] = account.Identifier,
        ["isThirdParty"] = account.IsThirdParty,
        ["fields"] = new JObject(account.Fields.Select(field => new JProperty(field.Key, field.Value))),
    });

    // A value that has a parent is copied by the library before it is made part of another, so that threads can share it.
    private static JToken Shared(JToken value)
    {
        _ = new JArray(value);
        return value;
    }
}
