namespace SecurityMonkey.Plugins;

/// <summary>A scope that holds items which are not deleted.</summary>
/// <param name="ItemType">The id of the item type.</param>
/// <param name="Scope">The scope.</param>
public sealed record KnownScope(string ItemType, string Scope);
