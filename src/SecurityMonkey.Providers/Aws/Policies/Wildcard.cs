namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Patterns of policies: <c>*</c> is any text, <c>?</c> any character.</summary>
internal static class Wildcard
{
    /// <summary>Whether a text has wildcards.</summary>
    public static bool HasWildcard(string pattern) => pattern.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>Whether a text matches a pattern.</summary>
    public static bool IsMatch(string pattern, string text, bool ignoreCase)
    {
        int at = 0, inText = 0, star = -1, marked = 0;
        while (inText < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, marked) = (at++, inText);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || IsSame(pattern[at], text[inText], ignoreCase)))
            {
                at++;
                inText++;
            }
            else if (star >= 0)
            {
                (at, inText) = (star + 1, ++marked);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }

    /// <summary>A text that matches a pattern and hardly any other.</summary>
    public static string Example(string pattern, string filler = "zq7") => pattern.Replace("*", filler, StringComparison.Ordinal).Replace('?', 'z');

    private static bool IsSame(char left, char right, bool ignoreCase) => left == right || (ignoreCase && char.ToLowerInvariant(left) == char.ToLowerInvariant(right));
}
