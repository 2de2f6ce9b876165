using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// Says, of each rule of a unit, everything its answers depend on beside the items themselves, as one hash: the rule as it is in force,
/// the account, what it looks up and how complete that is, and the accounts and networks that are known where it asked for them.
/// </summary>
internal sealed class RuleFingerprints
{
    private readonly Dictionary<string, string> _lookups;
    private readonly string _accountName;
    private readonly string _account;
    private readonly string _accounts;
    private readonly string _networks;

    private RuleFingerprints(Account account, Dictionary<string, string> lookups, IReadOnlyList<Account> accounts, IReadOnlyList<KnownNetwork> networks)
    {
        _lookups = lookups;
        _accountName = account.Name;
        _account = JsonSerializer.Serialize(FactsOf(account));
        _accounts = JsonSerializer.Serialize(accounts.Select(FactsOf));
        _networks = JsonSerializer.Serialize(networks.Select(network => new { network.Cidr, network.Name, network.Notes }));
    }

    /// <summary>The item types that rules look at, each with a text that changes when an item of it or its completeness does.</summary>
    public IReadOnlyDictionary<string, string> Lookups => _lookups;

    /// <summary>Reads what rules depend on.</summary>
    public static async Task<RuleFingerprints> ReadAsync(
        SurroundingsLoader loader,
        Account account,
        IEnumerable<string> lookups,
        Knowledge knowledge,
        CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var itemType in lookups.Distinct(StringComparer.Ordinal))
        {
            hashes.Add(itemType, await loader.GetStateAsync(account, itemType, cancellationToken).ConfigureAwait(false));
        }

        return new RuleFingerprints(account, hashes, knowledge.Accounts, knowledge.Networks);
    }

    /// <summary>The fingerprint of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="effective">The rule as it is in force.</param>
    /// <param name="uses">What it asked for when it was last evaluated.</param>
    public byte[] Of(CatalogRule rule, Rule effective, RuleUse uses)
    {
        var text = new StringBuilder();
        text.Append(typeof(RuleFingerprints).Module.ModuleVersionId).Append('\n').Append(rule.Fingerprint).Append('\n').Append(_accountName).Append('\n');
        text.Append(JsonSerializer.Serialize(new
        {
            effective.Id,
            effective.Title,
            effective.Score,
            effective.Reads,
            Parameters = effective.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal),
        }));
        foreach (var lookup in effective.Lookups)
        {
            text.Append('\n').Append(lookup).Append(' ').Append(_lookups.GetValueOrDefault(lookup));
        }

        text.Append('\n').Append((int)uses);
        text.Append('\n').Append(uses.HasFlag(RuleUse.Account) ? _account : "");
        text.Append('\n').Append(uses.HasFlag(RuleUse.Accounts) ? _accounts : "");
        text.Append('\n').Append(uses.HasFlag(RuleUse.Networks) ? _networks : "");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static object FactsOf(Account account) => new
    {
        account.Name,
        account.Type,
        account.Identifier,
        account.IsThirdParty,
        account.IsActive,
        Fields = account.Fields.OrderBy(field => field.Key, StringComparer.Ordinal),
    };
}
