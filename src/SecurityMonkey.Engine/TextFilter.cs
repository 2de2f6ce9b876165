using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Engine;

/// <summary>Wildcards as PowerShell writes them (<c>*</c>, <c>?</c>, <c>[a-c]</c>), compared without case; one of them must match.</summary>
public sealed class TextFilter
{
    // Most filters are a few plain names, and a regular expression of this kind is slow to make.
    private readonly HashSet<string>? _plain;
    private readonly Lazy<Regex> _regex;

    private TextFilter(IReadOnlyList<string> patterns)
    {
        Patterns = patterns;
        _plain = patterns.Any(pattern => HasWildcard(pattern) || pattern.Contains('`', StringComparison.Ordinal) || !Ascii.IsValid(pattern))
            ? null
            : patterns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _regex = new Lazy<Regex>(() => new Regex(
            string.Join('|', patterns.Select(ToRegex)), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
    }

    /// <summary>Matches everything.</summary>
    public static TextFilter All { get; } = new([]);

    /// <summary>The wildcards; none means that everything matches.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Whether everything matches.</summary>
    public bool IsAll => Patterns.Count == 0;

    /// <summary>The patterns that are plain texts: what they name should exist.</summary>
    public IEnumerable<string> Literals => Patterns.Where(pattern => !HasWildcard(pattern)).Select(Unescape);

    /// <summary>Creates a filter.</summary>
    /// <param name="patterns">The wildcards; null or none means everything.</param>
    public static TextFilter Of(IEnumerable<string>? patterns)
    {
        var list = patterns?.ToArray() ?? [];
        return list.Length == 0 ? All : new TextFilter(list);
    }

    /// <summary>Whether a text matches one of the wildcards.</summary>
    public bool IsMatch(string text)
        => IsAll || (_plain is not null && Ascii.IsValid(text) ? _plain.Contains(text) : _regex.Value.IsMatch(text));

    /// <summary>Whether a text has wildcard characters.</summary>
    public static bool HasWildcard(string pattern)
    {
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] == '`')
            {
                index++;
            }
            else if (pattern[index] is '*' or '?' or '[')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The patterns as SQL LIKE patterns with <c>\</c> as the escape character, which match at least what the filter matches;
    /// null where a pattern cannot be said so.
    /// </summary>
    internal IReadOnlyList<string>? ToLikePatterns()
    {
        var likes = Patterns.Select(ToLike).ToArray();
        return likes.Any(like => like is null) ? null : [.. likes.OfType<string>()];
    }

    private static string? ToLike(string pattern)
    {
        var like = new StringBuilder();
        for (var index = 0; index < pattern.Length; index++)
        {
            var character = pattern[index];
            if (character == '[' || character > 127)
            {
                // Sets cannot be said with LIKE, and LIKE compares only ASCII without case.
                return null;
            }

            if (character == '`' && index + 1 < pattern.Length)
            {
                like.Append(ToLike(pattern[++index]));
                continue;
            }

            // LIKE counts characters, the filter UTF-16 units: two of them can be one.
            like.Append(character is '*' or '?' ? "%" : ToLike(character));
        }

        return like.ToString();
    }

    private static string ToLike(char character) => character switch
    {
        '%' or '_' or '\\' => "\\" + character,

        // The one letter of ASCII that the filter compares without case with another, the sign for kelvin.
        'k' or 'K' => "_",
        _ => character.ToString(),
    };

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder(@"\A(?:");
        for (var index = 0; index < pattern.Length; index++)
        {
            var character = pattern[index];
            switch (character)
            {
                case '`' when index + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++index].ToString()));
                    break;
                case '*':
                    regex.Append("(?s:.*)");
                    break;
                case '?':
                    regex.Append("(?s:.)");
                    break;
                case '[' when ReadSet(pattern, index) is var (set, close):
                    regex.Append(set);
                    index = close;
                    break;
                default:
                    regex.Append(Regex.Escape(character.ToString()));
                    break;
            }
        }

        return regex.Append(@")\z").ToString();
    }

    // A set as a regular expression, and where it ends; null where the bracket is just a bracket.
    private static (string Set, int Close)? ReadSet(string pattern, int open)
    {
        var set = new StringBuilder("[");
        for (var index = open + 1; index < pattern.Length; index++)
        {
            if (pattern[index] == ']')
            {
                return index > open + 1 ? (set.Append(']').ToString(), index) : null;
            }

            if (pattern.AsSpan(index) is [not '`' and var first, '-', not (']' or '`') and var last, ..] && first <= last)
            {
                set.Append(Literal(first)).Append('-').Append(Literal(last));
                index += 2;
            }
            else
            {
                index += pattern[index] == '`' && index + 1 < pattern.Length ? 1 : 0;
                set.Append(Literal(pattern[index]));
            }
        }

        return null;

        static string Literal(char character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
    }

    private static string Unescape(string pattern) => Regex.Replace(pattern, "`(.)", "$1", RegexOptions.Singleline);
}
