namespace SecurityMonkey.Engine.Storage;

/// <summary>A revision and the one before it.</summary>
/// <param name="Before">The earlier one; null for an item's first.</param>
/// <param name="After">The later one.</param>
internal sealed record RevisionPair(Revision? Before, Revision After);
