using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>The addresses of prefix lists, as far as they were collected.</summary>
/// <param name="item">The audited item.</param>
/// <param name="context">Other items.</param>
internal sealed class PrefixLists(Item item, IAuditContext context)
{
    /// <summary>The item types that hold them: with <c>Entries</c>, or <c>Cidrs</c> in documents of describe-prefix-lists.</summary>
    public static readonly string[] ItemTypes = ["aws.ec2.prefixlist"];

    private readonly List<string> _unknown = [];

    /// <summary>The addresses of a list; none where they are not known, which <see cref="RequireKnown"/> tells.</summary>
    public AddressSet AddressesOf(string id)
    {
        foreach (var itemType in ItemTypes)
        {
            if (Find(itemType, id) is { } addresses)
            {
                return addresses;
            }
        }

        _unknown.Add(id);
        return AddressSet.Empty;
    }

    /// <summary>Says that an answer without finding is none where the addresses of a list were not known.</summary>
    /// <exception cref="RuleUnknownException">One was not.</exception>
    public void RequireKnown()
    {
        if (_unknown.Count > 0)
        {
            throw new RuleUnknownException($"The addresses of prefix list {string.Join(", ", _unknown.Distinct(StringComparer.Ordinal))} are not known; collect {ItemTypes[0]}.");
        }
    }

    private AddressSet? Find(string itemType, string id)
    {
        try
        {
            if (context.GetItemsBy(itemType, "PrefixListId", id, item.Region) is not [var list, ..])
            {
                return null;
            }

            var config = ItemConfig.Of(list, context);
            return config.Root.TryGetProperty("Entries", out _) || config.Root.TryGetProperty("Cidrs", out _)
                ? AddressSet.Union(config.Texts("Entries[].Cidr").Concat(config.Texts("Cidrs[]")).Select(AddressSet.Parse))
                : null;
        }
        catch (RuleUnknownException)
        {
            return null;
        }
    }
}
