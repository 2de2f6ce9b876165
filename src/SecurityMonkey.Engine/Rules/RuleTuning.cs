namespace SecurityMonkey.Engine.Rules;

/// <summary>Applies settings to rules: an exact account name wins over a wildcard, and a wildcard over <c>*</c>.</summary>
internal sealed class RuleTuning(IReadOnlyList<RuleSetting> settings)
{
    /// <summary>A rule as it is in force for an account.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="account">The account's name; null means "for every account that has no setting of its own".</param>
    public Rule Apply(Rule rule, string? account)
    {
        var applying = settings
            .Where(setting => string.Equals(setting.RuleId, rule.Id, StringComparison.OrdinalIgnoreCase)
                && (account is null ? IsForAll(setting) : TextFilter.Of([setting.Account]).IsMatch(account)))
            .OrderBy(Precedence)
            .ThenBy(setting => setting.Account.Length);
        return applying.Aggregate(rule, Apply);
    }

    private static Rule Apply(Rule rule, RuleSetting setting)
    {
        var parameters = new Dictionary<string, string>(rule.Parameters, StringComparer.Ordinal);
        foreach (var (name, value) in setting.Parameters)
        {
            parameters[name] = value;
        }

        return rule with
        {
            IsEnabled = setting.IsEnabled ?? rule.IsEnabled,
            Score = setting.Score ?? rule.Score,
            Parameters = parameters,
        };
    }

    private static bool IsForAll(RuleSetting setting) => string.Equals(setting.Account, "*", StringComparison.Ordinal);

    private static int Precedence(RuleSetting setting)
        => IsForAll(setting) ? 0 : TextFilter.HasWildcard(setting.Account) ? 1 : 2;
}
