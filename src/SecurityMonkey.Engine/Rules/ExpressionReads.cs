using System.Text.RegularExpressions;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Rules;

/// <summary>
/// Which members of a configuration some expressions can read, found from their texts. It says "yes" where it cannot tell, so that a rule
/// never passes on something that could not be read.
/// </summary>
internal sealed partial class ExpressionReads
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);
    private bool _isEverything;
    private bool _isEverythingOfLookups;

    private ExpressionReads()
    {
    }

    /// <summary>Reads nothing.</summary>
    public static ExpressionReads None { get; } = new();

    /// <summary>Finds what a rule reads.</summary>
    /// <param name="expressions">JMESPath expressions.</param>
    /// <param name="paths">Paths, such as those of <c>forEach</c>.</param>
    public static ExpressionReads Of(IEnumerable<string> expressions, IEnumerable<PathPattern> paths)
    {
        var reads = new ExpressionReads();
        foreach (var path in paths)
        {
            reads.AddPath(path);
        }

        foreach (var expression in expressions)
        {
            reads.AddExpression(expression);
        }

        return reads;
    }

    /// <summary>Whether a part of the audited configuration can be read.</summary>
    /// <param name="path">Member names separated by dots.</param>
    public bool Touches(string path) => _isEverything || TouchesNames(path);

    /// <summary>Whether a part of a looked-up configuration can be read.</summary>
    public bool TouchesLookup(string path) => _isEverythingOfLookups || TouchesNames(path);

    // To reach a part, each name on the way to it must be named; the way can end above it where a value is taken as a whole.
    private bool TouchesNames(string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (!_names.Contains(name))
            {
                return path.Length == 0;
            }

            if (_whole.Contains(name))
            {
                return true;
            }
        }

        return true;
    }

    private void AddPath(PathPattern path)
    {
        foreach (var segment in path.Segments)
        {
            switch (segment.Kind)
            {
                case PathSegmentKind.Member:
                    _names.Add(System.Text.Encoding.UTF8.GetString(segment.Name));
                    break;
                case PathSegmentKind.AnyMember or PathSegmentKind.AnyDepth:
                    _isEverything = true;
                    break;
            }
        }
    }

    private void AddExpression(string text)
    {
        var tokens = Token().Matches(text).Where(match => !match.Groups["skip"].Success).Select(match => match.Value).ToArray();
        var brackets = 0;
        for (var index = 0; index < tokens.Length; index++)
        {
            var token = tokens[index];
            brackets += token.Contains('[', StringComparison.Ordinal) ? 1 : token == "]" ? -1 : 0;
            if (IsName(token))
            {
                AddName(tokens, index);
            }
            else if (token == "@" && After(tokens, index) != ".")
            {
                // An element of what stands before the bracket, or all there is.
                if (brackets > 0)
                {
                    _whole.UnionWith(tokens.Where(IsName).Select(NameOf));
                }
                else
                {
                    _isEverything = true;
                }
            }
            else if (token == "*" && (index == 0 || tokens[index - 1] != "[") && IsWildcard(tokens, index))
            {
                _isEverything = _isEverythingOfLookups = true;
            }
            else if (token == "$" && After(tokens, index) != ".")
            {
                _isEverything = true;
            }
        }
    }

    private void AddName(string[] tokens, int index)
    {
        var name = NameOf(tokens[index]);
        if (After(tokens, index) != "(")
        {
            _names.Add(name);
            if (!GoesOn(tokens, index + 1))
            {
                _whole.Add(name);
            }
        }
        else if (name is "root" or "element" or "parent")
        {
            _isEverything |= !GoesOn(tokens, index + 3);
        }
        else if (name is "values" or "keys" or "to_string" or "items" or "merge" or "contains")
        {
            _isEverythingOfLookups |= tokens.Any(token => token.StartsWith("lookup", StringComparison.Ordinal));
        }
    }

    // Whether a member is named of the value that ends here, perhaps after brackets.
    private static bool GoesOn(string[] tokens, int index)
    {
        while (index < tokens.Length && tokens[index].StartsWith('['))
        {
            for (var depth = 0; index < tokens.Length; index++)
            {
                depth += tokens[index].StartsWith('[') ? 1 : tokens[index] == "]" ? -1 : 0;
                if (depth == 0)
                {
                    index++;
                    break;
                }
            }
        }

        return index + 1 < tokens.Length && tokens[index] == "." && IsName(tokens[index + 1]);
    }

    private static bool IsWildcard(string[] tokens, int index)
        => index == 0 || !(IsName(tokens[index - 1]) || tokens[index - 1] is ")" or "]" || tokens[index - 1][0] == '`');

    private static string? After(string[] tokens, int index) => index + 1 < tokens.Length ? tokens[index + 1] : null;

    private static bool IsName(string token) => token[0] is '"' or '_' || char.IsAsciiLetter(token[0]);

    private static string NameOf(string token) => token[0] == '"' ? Regex.Unescape(token[1..^1]) : token;

    // Texts are skipped, and so are variables; literals stay, as one token.
    [GeneratedRegex(
        """(?<skip>\s+|'(\\.|[^'\\])*'|\$[A-Za-z_]\w*)|`(\\.|[^`\\])*`|"(\\.|[^"\\])*"|[A-Za-z_][A-Za-z0-9_]*|\[\?|.""",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Token();
}
