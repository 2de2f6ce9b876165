namespace SecurityMonkey;

/// <summary>A score in words.</summary>
public enum Severity
{
    /// <summary>Score 0.</summary>
    Informational,

    /// <summary>Score 1 to 3.</summary>
    Low,

    /// <summary>Score 4 to 6.</summary>
    Medium,

    /// <summary>Score 7 or 8.</summary>
    High,

    /// <summary>Score 9 or 10.</summary>
    Critical,
}
