namespace SecurityMonkey.Engine.Rules;

/// <summary>What a rule asked for beside items, while it was evaluated: its answers hold until one of these changes.</summary>
[Flags]
internal enum RuleUse
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The accounts that are known.</summary>
    Accounts = 2,

    /// <summary>The networks that are known.</summary>
    Networks = 4,

    /// <summary>The account, beyond its name.</summary>
    Account = 8,
}
