namespace SecurityMonkey.Engine.Storage;

/// <summary>What can happen to an issue.</summary>
internal static class IssueEventKinds
{
    public const string Opened = "Opened";
    public const string Fixed = "Fixed";
    public const string Reopened = "Reopened";
    public const string OutOfScope = "OutOfScope";
    public const string BackInScope = "BackInScope";
    public const string Rescored = "Rescored";
    public const string Reworded = "Reworded";
    public const string Justified = "Justified";
    public const string JustificationRevoked = "JustificationRevoked";
    public const string JustificationExpired = "JustificationExpired";
}
