namespace SecurityMonkey.Providers.Network;

/// <summary>A rule of a list in which the first that matches decides.</summary>
/// <param name="Name">What it is called: a number or a name.</param>
/// <param name="IsAllowed">Whether it lets packets through.</param>
/// <param name="Traffic">The packets it speaks of.</param>
internal sealed record FilterRule(string Name, bool IsAllowed, TrafficSet Traffic)
{
    /// <summary>Where it stands in the configuration.</summary>
    public string Path { get; init; } = "";

    /// <summary>The rule as JSON text.</summary>
    public string Json { get; init; } = "";

    /// <summary>What each rule that allows lets through after those before it.</summary>
    /// <param name="rules">The rules in the order in which they count.</param>
    /// <param name="appliesTo">Whether a rule that denies (first) also holds for what another allows (second): where rules speak of some destinations only.</param>
    public static IEnumerable<(FilterRule Rule, TrafficSet Allowed)> Effective(IReadOnlyList<FilterRule> rules, Func<FilterRule, FilterRule, bool>? appliesTo = null)
    {
        for (var index = 0; index < rules.Count; index++)
        {
            var rule = rules[index];
            if (rule.IsAllowed)
            {
                var denied = rules.Take(index).Where(earlier => !earlier.IsAllowed && (appliesTo is null || appliesTo(earlier, rule)));
                yield return (rule, denied.Aggregate(rule.Traffic, (traffic, earlier) => traffic.Subtract(earlier.Traffic)));
            }
        }
    }

    /// <summary>All that the rules let through.</summary>
    public static TrafficSet Allowed(IReadOnlyList<FilterRule> rules)
        => Effective(rules).Aggregate(TrafficSet.Empty, (traffic, rule) => traffic.Union(rule.Allowed));
}
