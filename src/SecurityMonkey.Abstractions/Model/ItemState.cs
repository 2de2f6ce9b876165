namespace SecurityMonkey;

/// <summary>Whether an item exists as far as is known.</summary>
public enum ItemState
{
    /// <summary>It was in the last complete list of its scope.</summary>
    Active = 0,

    /// <summary>It was missing from a complete list of its scope.</summary>
    Deleted = 1,

    /// <summary>Its account, item type, region or name is no longer collected: nobody knows whether it still exists.</summary>
    OutOfScope = 2,
}
