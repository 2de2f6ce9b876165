namespace SecurityMonkey.Providers.Export;

/// <summary>Where one resource stands in a file.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct ItemSlice(long Offset, int Length);
