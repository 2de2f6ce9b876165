namespace SecurityMonkey.Engine.Rules;

/// <summary>
/// Applies settings to rules: one for the rule wins over one for a tag; then an exact account name wins over a wildcard, and a wildcard
/// over <c>*</c>.
/// </summary>
internal sealed class RuleTuning
{
    private readonly ILookup<string, Entry> _byRule;
    private readonly ILookup<string, Entry> _byTag;

    /// <summary>Creates the tuning.</summary>
    /// <param name="settings">The settings.</param>
    public RuleTuning(IReadOnlyList<RuleSetting> settings)
    {
        var entries = settings.Select(setting => new Entry(setting, TextFilter.Of([setting.Account]))).ToArray();
        _byRule = entries.Where(entry => entry.Setting.Tag.Length == 0).ToLookup(entry => entry.Setting.RuleId, StringComparer.OrdinalIgnoreCase);
        _byTag = entries.Where(entry => entry.Setting.Tag.Length > 0).ToLookup(entry => entry.Setting.Tag, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A rule as it is in force for an account.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="account">The account's name; null means "for every account that has no setting of its own".</param>
    public Rule Apply(Rule rule, string? account)
        => InOrder(rule.Tags.SelectMany(tag => _byTag[tag]), account).Concat(InOrder(_byRule[rule.Id], account)).Aggregate(rule, Apply);

    private static IEnumerable<RuleSetting> InOrder(IEnumerable<Entry> entries, string? account)
        => entries
            .Where(entry => account is null ? entry.IsForAll : entry.Accounts.IsMatch(account))
            .OrderBy(entry => entry.Precedence)
            .ThenBy(entry => entry.Setting.Account.Length)
            .ThenBy(entry => entry.Setting.Tag, StringComparer.OrdinalIgnoreCase)
            .Select(entry => entry.Setting);

    private static Rule Apply(Rule rule, RuleSetting setting)
    {
        var parameters = new Dictionary<string, string>(rule.Parameters, StringComparer.Ordinal);
        foreach (var (name, value) in setting.Parameters)
        {
            // A setting for a tag is for rules of which not all have the parameter.
            if (parameters.TryGetValue(name, out var known))
            {
                parameters[name] = RuleParameters.Shape(known, value);
            }
            else if (setting.Tag.Length == 0)
            {
                parameters[name] = value;
            }
        }

        return rule with
        {
            IsEnabled = setting.IsEnabled ?? rule.IsEnabled,
            Score = setting.Score ?? rule.Score,
            Parameters = parameters,
            Settings = [.. rule.Settings, setting],
        };
    }

    private sealed record Entry(RuleSetting Setting, TextFilter Accounts)
    {
        public bool IsForAll => string.Equals(Setting.Account, "*", StringComparison.Ordinal);

        public int Precedence => IsForAll ? 0 : TextFilter.HasWildcard(Setting.Account) ? 1 : 2;
    }
}
