namespace SecurityMonkey.Engine.Storage;

/// <summary>Why an issue is not open.</summary>
internal static class ClosedReasons
{
    public const string NoLongerFound = "NoLongerFound";
    public const string ItemDeleted = "ItemDeleted";
    public const string ItemOutOfScope = "ItemOutOfScope";
    public const string RuleDisabled = "RuleDisabled";
    public const string NotInBaseline = "NotInBaseline";
    public const string RuleRemoved = "RuleRemoved";
}
