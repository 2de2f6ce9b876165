namespace SecurityMonkey.Engine;

/// <summary>What of an account is collected, as its settings say.</summary>
internal sealed class ScopeFilter
{
    private readonly bool _isCollected;
    private readonly TextFilter _itemTypes;
    private readonly TextFilter _regions;
    private readonly TextFilter _excludedNames;

    /// <summary>Creates the filter of an account.</summary>
    public ScopeFilter(Account account)
    {
        _isCollected = account.IsActive && !account.IsThirdParty;
        _itemTypes = TextFilter.Of(account.ItemTypes);
        _regions = TextFilter.Of(account.Regions);
        _excludedNames = TextFilter.Of(account.ExcludedNames);
    }

    /// <summary>Whether an item type is collected.</summary>
    public bool IncludesItemType(string itemType) => _isCollected && _itemTypes.IsMatch(itemType);

    /// <summary>Whether a region is collected. What belongs to no known region always is.</summary>
    public bool IncludesRegion(string region) => _isCollected && (region is Region.Global or Region.Unknown || _regions.IsMatch(region));

    /// <summary>Whether an item is collected, beside its item type.</summary>
    public bool IncludesItem(string region, string name, string nativeId)
        => IncludesRegion(region) && (_excludedNames.IsAll || !(_excludedNames.IsMatch(name) || _excludedNames.IsMatch(nativeId)));
}
