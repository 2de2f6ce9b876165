namespace SecurityMonkey.Engine.Storage;

/// <summary>How rules are tuned.</summary>
internal interface IRuleSettingStore
{
    /// <summary>All settings.</summary>
    Task<IReadOnlyList<RuleSetting>> GetAllAsync(CancellationToken cancellationToken);

    /// <summary>Adds a setting, or replaces the one for the same rule and accounts.</summary>
    Task SetAsync(RuleSetting setting, CancellationToken cancellationToken);

    /// <summary>Removes the setting for a rule, or for the rules with a tag, and accounts.</summary>
    Task RemoveAsync(string ruleId, string tag, string account, CancellationToken cancellationToken);
}
