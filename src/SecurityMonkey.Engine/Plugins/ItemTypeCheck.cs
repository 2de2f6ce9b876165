namespace SecurityMonkey.Engine.Plugins;

/// <summary>Says of an item type that a document names why nothing can be of that type.</summary>
/// <remarks>Sessions and scripts bring types that no plug-in registered, so that an unknown one is a fault only where it is surely a slip.</remarks>
internal sealed class ItemTypeCheck(PluginCatalog plugins)
{
    private readonly string[] _known = [.. plugins.ItemTypes.Select(type => type.Id)];
    private readonly HashSet<string> _knownIds = new(plugins.ItemTypes.Select(type => type.Id), StringComparer.Ordinal);

    /// <summary>What is wrong with the name of an item type; null where nothing is.</summary>
    /// <param name="itemType">An id, with wildcards.</param>
    public string? FindFault(string itemType)
    {
        if (TextFilter.HasWildcard(itemType) || _knownIds.Contains(itemType))
        {
            return null;
        }

        if (plugins.ResolveItemType(itemType) is var id && !string.Equals(id, itemType, StringComparison.Ordinal))
        {
            return $"'{itemType}' is a short name of an item type, which documents do not know; write '{id}'.";
        }

        if (!itemType.Contains('.', StringComparison.Ordinal))
        {
            return $"'{itemType}' is no id of an item type: provider.service.thing, such as aws.ec2.securitygroup.{NearName.Hint(itemType, plugins.ItemTypes.SelectMany(type => type.Aliases.Append(type.Id)))}";
        }

        // What a plug-in or a script calls by a name of its own is not for this catalogue to judge.
        return IsOfProvider(itemType) && FindNear(itemType) is { } near ? $"There is no item type '{itemType}'. Did you mean '{near}'?" : null;
    }

    private bool IsOfProvider(string itemType)
        => plugins.AccountTypes.Any(type => itemType.StartsWith(type.Definition.Name + ".", StringComparison.OrdinalIgnoreCase));

    // A provider with a family has types beyond those that are known: only the name of the thing itself can be a slip.
    private string? FindNear(string itemType)
    {
        var parent = itemType[..(itemType.LastIndexOf('.') + 1)];
        return NearName.Find(
            itemType, plugins.HasFamily(itemType[..itemType.IndexOf('.', StringComparison.Ordinal)]) ? _known.Where(known => known.StartsWith(parent, StringComparison.OrdinalIgnoreCase)) : _known);
    }
}
