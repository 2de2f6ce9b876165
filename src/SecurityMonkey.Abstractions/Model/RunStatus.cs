namespace SecurityMonkey;

/// <summary>How a unit of a run ended.</summary>
public enum RunStatus
{
    /// <summary>It is planned but did not start.</summary>
    Pending = 0,

    /// <summary>It is under way.</summary>
    Running = 1,

    /// <summary>Everything was read.</summary>
    Complete = 2,

    /// <summary>Some scopes failed; the others were read.</summary>
    Partial = 3,

    /// <summary>Nothing could be read.</summary>
    Failed = 4,

    /// <summary>Somebody stopped it.</summary>
    Cancelled = 5,

    /// <summary>Its process ended in the middle.</summary>
    Interrupted = 6,

    /// <summary>Another run was at the same unit.</summary>
    Skipped = 7,
}
