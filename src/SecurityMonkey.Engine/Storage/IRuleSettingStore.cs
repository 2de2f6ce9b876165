namespace SecurityMonkey.Engine.Storage;

/// <summary>How rules are tuned.</summary>
internal interface IRuleSettingStore
{
    /// <summary>All settings.</summary>
    Task<IReadOnlyList<RuleSetting>> GetAllAsync(CancellationToken cancellationToken);

    /// <summary>Adds a setting, or replaces the one for the same rule and accounts.</summary>
    Task SetAsync(RuleSetting setting, CancellationToken cancellationToken);

    /// <summary>The name of the baseline that counts where none is named; null where there is none.</summary>
    Task<string?> GetBaselineAsync(CancellationToken cancellationToken);

    /// <summary>Sets the baseline that counts where none is named; null takes it away.</summary>
    Task SetBaselineAsync(string? name, CancellationToken cancellationToken);

    /// <summary>Removes the setting for a rule, or for the rules with a tag, and accounts.</summary>
    Task RemoveAsync(string ruleId, string tag, string account, CancellationToken cancellationToken);
}
