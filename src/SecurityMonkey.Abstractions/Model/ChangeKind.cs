namespace SecurityMonkey;

/// <summary>What happened to an item.</summary>
public enum ChangeKind
{
    /// <summary>It was not there before, or was deleted before.</summary>
    Created,

    /// <summary>Its durable configuration changed.</summary>
    Changed,

    /// <summary>It is missing from a complete list of its scope.</summary>
    Deleted,

    /// <summary>Two states were compared and are the same.</summary>
    Unchanged,
}
