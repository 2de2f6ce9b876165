namespace SecurityMonkey.Plugins;

/// <summary>What the engine offers to an auditor.</summary>
public interface IAuditContext
{
    /// <summary>The clock.</summary>
    TimeProvider Time { get; }
}
