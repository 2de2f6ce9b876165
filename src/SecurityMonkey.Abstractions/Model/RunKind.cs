namespace SecurityMonkey;

/// <summary>What a run did.</summary>
public enum RunKind
{
    /// <summary>It collected configurations.</summary>
    Watch = 0,

    /// <summary>It evaluated rules.</summary>
    Audit = 1,
}
