using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>Says which kinds of secrets stand in user data, so that rules can tell although the data themselves are masked. What is found is named, never kept.</summary>
internal static partial class UserDataSecrets
{
    /// <summary>What stands for user data that cannot be decoded.</summary>
    public const string Unreadable = "unreadable";

    // User data are 16 KB; compressed, no more than a thousand times as much.
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly (string Kind, Regex Pattern)[] Patterns =
    [
        ("access key of AWS", AccessKey()),
        ("private key", PrivateKey()),
        ("token of a service", ServiceToken()),
        ("signed token (JWT)", SignedToken()),
        ("address with a password", AddressWithPassword()),
        ("password, secret or token", Assignment()),
    ];

    /// <summary>The kinds of secrets in user data, in alphabetical order; none where there are no user data.</summary>
    /// <param name="base64">The user data as EC2 answers with them.</param>
    public static List<string> Find(string? base64)
    {
        if (string.IsNullOrEmpty(base64))
        {
            return [];
        }

        try
        {
            var text = Encoding.Latin1.GetString(Unpack(Convert.FromBase64String(base64)));
            return [.. Patterns.Where(entry => entry.Pattern.IsMatch(text)).Select(entry => entry.Kind).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or RegexMatchTimeoutException)
        {
            return [Unreadable];
        }
    }

    private static byte[] Unpack(byte[] data)
    {
        if (data is not [0x1f, 0x8b, ..])
        {
            return data;
        }

        using var compressed = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var block = new byte[64 * 1024];
        int read;
        while ((read = compressed.Read(block)) > 0)
        {
            plain.Write(block, 0, read);
            if (plain.Length > MostBytes)
            {
                throw new InvalidDataException("The user data are longer than any that EC2 takes.");
            }
        }

        return plain.Length > 0 ? plain.ToArray() : throw new InvalidDataException("The user data end before they begin.");
    }

    [GeneratedRegex(@"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|secret_?access_?key[""']?\s*[=:]\s*[""']?[A-Za-z0-9/+=]{40}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AccessKey();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}|glpat-[A-Za-z0-9_-]{20}|xox[abprs]-[A-Za-z0-9-]{10}|sk_live_[A-Za-z0-9]{16}|AIza[A-Za-z0-9_-]{35})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ServiceToken();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SignedToken();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]*://[^\s:/@$""'{<]+:[^\s:/@$""'{<]{3,}@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AddressWithPassword();

    // A value that a shell or a template puts in when it runs ($..., {{...}}, <...>) is no secret.
    [GeneratedRegex(@"(?:password|passwd|pwd|secret|token|api_?key)[""']?\s*[=:]\s*(?:""[^""$<{`\s][^""$<{`\r\n]{5,}""|'[^'$<{`\s][^'$<{`\r\n]{5,}'|[^\s""'$<{`(][^\s""'$<{`(]{5,})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Assignment();
}
