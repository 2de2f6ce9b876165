namespace SecurityMonkey.Providers.Network;

/// <summary>Reads protocols as clouds write them.</summary>
internal static class Transports
{
    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<Transport> All = [Transport.Tcp, Transport.Udp, Transport.Icmp, Transport.Other];

    /// <summary>Reads a protocol: a name, a number, <c>-1</c>, <c>*</c>, <c>all</c>, or a rule's <c>tcp+udp</c>.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static IReadOnlyList<Transport> Parse(string text)
        => text.ToLowerInvariant() switch
        {
            "-1" or "*" or "all" or "any" => All,
            "tcp" or "6" => [Transport.Tcp],
            "udp" or "17" => [Transport.Udp],
            "tcp+udp" => [Transport.Tcp, Transport.Udp],
            "icmp" or "icmpv6" or "1" or "58" => [Transport.Icmp],
            "esp" or "ah" => [Transport.Other],
            var number when byte.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _) => [Transport.Other],
            _ => throw new FormatException($"'{text}' is not a protocol."),
        };

    /// <summary>Whether packets of it have ports.</summary>
    public static bool HasPorts(this Transport transport) => transport is Transport.Tcp or Transport.Udp;

    /// <summary>Ports of it as a sentence begins with them: <c>TCP port 22</c>, or <c>Every TCP port</c>.</summary>
    /// <param name="transport">The protocol.</param>
    /// <param name="ports">The ports as text; <c>any</c> and <c>*</c> are all of them.</param>
    public static string Text(this Transport transport, string ports) => ports is "any" or "*" ? $"Every {transport.Text()} port" : $"{transport.Text()} port {ports}";

    /// <summary>Its name, as in <c>TCP</c>.</summary>
    public static string Text(this Transport transport) => transport is Transport.Other ? "other protocols" : transport.ToString().ToUpperInvariant();
}
