using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>What rules mean by ports.</summary>
internal static class EvaluatorPorts
{
    /// <summary>Whether every one of some ports is open; of all ports, those on which something can listen count.</summary>
    /// <param name="ports">The ports.</param>
    /// <param name="open">The ports that are open.</param>
    public static bool AreOpen(PortSet ports, PortSet open) => ports.IsAll ? open.IsAll : open.IsSupersetOf(ports);
}
