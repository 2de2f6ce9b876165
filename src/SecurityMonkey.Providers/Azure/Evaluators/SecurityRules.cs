using SecurityMonkey.Providers.Network;

namespace SecurityMonkey.Providers.Azure.Evaluators;

/// <summary>The inbound rules of a network security group, and what they let through together.</summary>
internal sealed class SecurityRules
{
    /// <summary>Puts rules together.</summary>
    /// <param name="rules">The inbound rules in the order in which they count.</param>
    public SecurityRules(IReadOnlyList<SecurityRule> rules)
    {
        var decisive = new List<(SecurityRule, TrafficSet)>();
        Allowed = TrafficSet.Empty;
        foreach (var (rule, allowed) in SecurityRule.Effective(rules))
        {
            decisive.Add((rule, allowed.Subtract(Allowed)));
            Allowed = Allowed.Union(allowed);
        }

        Decisive = decisive;
    }

    /// <summary>What each rule that allows lets through that none before it did or denied.</summary>
    public IReadOnlyList<(SecurityRule Rule, TrafficSet Allowed)> Decisive { get; }

    /// <summary>What all of them let through.</summary>
    public TrafficSet Allowed { get; }
}
