namespace SecurityMonkey;

/// <summary>Where an issue stands.</summary>
public enum IssueStatus
{
    /// <summary>The last audit found it.</summary>
    Open = 0,

    /// <summary>The last audit did not find it any more, or its item was deleted.</summary>
    Fixed = 1,

    /// <summary>Its rule was disabled or removed, or its item left the scope: nobody looks any more.</summary>
    OutOfScope = 2,
}
