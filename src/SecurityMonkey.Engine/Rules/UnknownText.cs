namespace SecurityMonkey.Engine.Rules;

/// <summary>Says why a rule cannot tell.</summary>
internal static class UnknownText
{
    /// <summary>The reason where a part of an item could not be read.</summary>
    /// <param name="item">The item.</param>
    /// <param name="path">What the rule needed of it.</param>
    /// <param name="part">What could not be read.</param>
    public static string Of(Item item, string path, UnknownPart part) => $"'{path}' of {item.ItemType} '{item.NativeId}' could not be read: {part.Message}";
}
