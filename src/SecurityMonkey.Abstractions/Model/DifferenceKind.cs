namespace SecurityMonkey;

/// <summary>What happened at a path.</summary>
public enum DifferenceKind
{
    /// <summary>The value is new.</summary>
    Added,

    /// <summary>The value is gone.</summary>
    Removed,

    /// <summary>The value is another one.</summary>
    Changed,
}
