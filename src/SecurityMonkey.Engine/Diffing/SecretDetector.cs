using System.Text;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Finds texts that are secrets wherever they stand: tokens of known shape, private keys, passwords in connection strings.</summary>
internal static partial class SecretDetector
{
    private const int RegexTimeoutMilliseconds = 1000;
    private const int LongestPrefix = 16;

    private static readonly byte[][] Underscored =
    [
        .. new[]
        {
            "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "sk_live_", "ecret_access_key", "SECRET_ACCESS_KEY",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Assigned =
        [.. new[] { "AccountKey=", "AccessKey=", "sig=", "ssword=", "ssWord=", "SSWORD=", "wd=", "WD=" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether a document may hold a secret: quick, and sometimes wrong, but never when it says no.</summary>
    /// <param name="json">A canonical document.</param>
    public static bool MayHoldSecret(ReadOnlySpan<byte> json)
        => json.IndexOf("PRIVATE KEY-----"u8) >= 0
            || json.IndexOf("xox"u8) >= 0
            || json.IndexOf("eyJ"u8) >= 0
            || json.IndexOf("AIza"u8) >= 0
            || json.IndexOf("ecretAccessKey"u8) >= 0
            || MayHoldUnderscoredSecret(json)
            || MayHoldAssignedSecret(json);

    // Most documents have no underscore, or no equals sign, and are done with at once.
    private static bool MayHoldUnderscoredSecret(ReadOnlySpan<byte> json)
        => json.IndexOf((byte)'_') is var first and >= 0 && HoldsAny(json[Math.Max(0, first - LongestPrefix)..], Underscored);

    private static bool MayHoldAssignedSecret(ReadOnlySpan<byte> json)
        => json.IndexOf((byte)'=') is var first and >= 0 && HoldsAny(json[Math.Max(0, first - LongestPrefix)..], Assigned);

    private static bool HoldsAny(ReadOnlySpan<byte> json, byte[][] needles)
    {
        foreach (var needle in needles)
        {
            if (json.IndexOf(needle) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text is or holds a secret.</summary>
    /// <param name="text">The text as it stands in the document, quotes and escapes included.</param>
    public static bool IsSecret(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return HasShape(Encoding.UTF8.GetString(text));
        }

        // As it is meant: a letter of an escape such as \n is no part of the word behind it.
        var unescaped = new ByteBuffer();
        JsonText.Unescape(text, unescaped);
        return HasShape(Encoding.UTF8.GetString(unescaped.Written));
    }

    private static bool HasShape(string text)
    {
        try
        {
            return SecretShapes().IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // A text made to be slow to search is not shown, and does not stop the others.
            return true;
        }
    }

    // Whatever matches holds one of the needles: a spelling that is added here is to be added there.
    [GeneratedRegex(
        """
        -----BEGIN[ A-Z]*PRIVATE[ ]KEY-----
        | \b gh[pousr]_[A-Za-z0-9]{36,}
        | \b github_pat_[A-Za-z0-9_]{40,}
        | \b xox[abeoprs]-[A-Za-z0-9-]{10,}
        | \b eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}
        | \b sk_live_[A-Za-z0-9]{16,}
        | \b AIza[A-Za-z0-9_-]{35}
        | (AccountKey|SharedAccessKey)=[A-Za-z0-9+/=]{20,}
        | [?&;"]sig=[A-Za-z0-9%+/=]{20,}
        | \b ([Pp]ass[Ww]ord|PASSWORD|[Pp]wd|PWD)=["']?(?!\$\{)[^;"'\s]
        | ([Ss]ecret_access_key|[Ss]ecretAccessKey|SECRET_ACCESS_KEY)["'\s\\]*[=:]["'\s\\]*[A-Za-z0-9+/]{30,}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        RegexTimeoutMilliseconds)]
    private static partial Regex SecretShapes();
}
