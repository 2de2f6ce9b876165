using System.Net;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Reads blocks of addresses.</summary>
internal static class NetworkBlock
{
    /// <summary>A block in the form in which it is stored: the bits after the prefix are cleared, and a single address gets its prefix.</summary>
    /// <exception cref="SecurityMonkeyException"><c>NetworkInvalid</c>: the text is none.</exception>
    public static string Normalize(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (IPAddress.TryParse(address, out var ip) && (address.Contains(':', StringComparison.Ordinal) || address.Split('.').Length == 4))
        {
            var bytes = ip.GetAddressBytes();
            var bits = bytes.Length * 8;
            if (slash < 0 || (int.TryParse(text[(slash + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out bits)
                && bits <= bytes.Length * 8))
            {
                for (var index = 0; index < bytes.Length; index++)
                {
                    var kept = Math.Clamp(bits - (index * 8), 0, 8);
                    bytes[index] &= (byte)(0xff << (8 - kept));
                }

                return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{bits}");
            }
        }

        throw new SecurityMonkeyException(
            "NetworkInvalid", ErrorKind.InvalidArgument, $"'{text}' is not a network; write 203.0.113.0/24, 2001:db8::/32 or a single address.")
        {
            Target = text,
        };
    }
}
