using System.Text;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Finds texts that are secrets wherever they stand: tokens of known shape, private keys, passwords in connection strings.</summary>
internal static partial class SecretDetector
{
    private const int RegexTimeoutMilliseconds = 1000;

    // One of these bytes must be in a document before any text of it is looked at more closely.
    private static readonly byte[][] Needles =
    [
        .. new[]
        {
            "PRIVATE KEY-----", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "xox", "eyJ", "sk_live_", "AIza",
            "AccountKey=", "SharedAccessKey=", "sig=", "assword=", "assWord=", "ASSWORD=", "wd=", "WD=",
            "ecret_access_key", "ecretAccessKey", "SECRET_ACCESS_KEY",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Whether a document may hold a secret: quick, and sometimes wrong, but never when it says no.</summary>
    /// <param name="json">A canonical document.</param>
    public static bool MayHoldSecret(ReadOnlySpan<byte> json)
    {
        foreach (var needle in Needles)
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
        | \b ([Pp]ass[Ww]ord|PASSWORD|[Pp]wd|PWD)=["']?[^;"'\s]
        | ([Ss]ecret_access_key|[Ss]ecretAccessKey|SECRET_ACCESS_KEY)["'\s\\]*[=:]["'\s\\]*[A-Za-z0-9+/]{30,}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        RegexTimeoutMilliseconds)]
    private static partial Regex SecretShapes();
}
