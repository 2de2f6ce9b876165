using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>A path of an item type's declaration, such as <c>IpPermissions[].UserIdGroupPairs</c>, <c>Tags.*</c> or <c>**.LastUsedDate</c>.</summary>
internal sealed class PathPattern
{
    private PathPattern(string text, IReadOnlyList<PathSegment> segments, bool isOptional)
    {
        Text = text;
        Segments = segments;
        IsOptional = isOptional;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Its segments, at least one.</summary>
    public IReadOnlyList<PathSegment> Segments { get; }

    /// <summary>Whether it may match nothing without a warning: it was written with a trailing question mark.</summary>
    public bool IsOptional { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The text is not a pattern; the message says where and what was expected.</exception>
    public static PathPattern Parse(string text)
    {
        var isOptional = text.EndsWith('?');
        var body = isOptional ? text[..^1] : text;
        var segments = new List<PathSegment>();
        var position = 0;
        while (position < body.Length)
        {
            if (body[position] == '[')
            {
                position = ReadElement(body, position, segments);
                continue;
            }

            if (segments.Count > 0)
            {
                Expect(body, position, '.');
                position++;
            }

            position = ReadMember(body, position, segments);
        }

        return segments.Count > 0 && !string.IsNullOrWhiteSpace(body) ? new PathPattern(text, segments, isOptional) : throw new FormatException($"The path '{text}' is empty.");
    }

    private static int ReadElement(string text, int position, List<PathSegment> segments)
    {
        var close = text.IndexOf(']', position);
        var inner = close < 0 ? null : text[(position + 1)..close];
        if (inner is not ("" or "*"))
        {
            throw new FormatException($"The path '{text}' has '[' at {position + 1}: a list element is written '[]'; one position cannot be named.");
        }

        segments.Add(new PathSegment(PathSegmentKind.Element, []));
        return close + 1;
    }

    private static int ReadMember(string text, int position, List<PathSegment> segments)
    {
        if (position < text.Length && text[position] == '"')
        {
            var close = text.IndexOf('"', position + 1);
            if (close < 0)
            {
                throw new FormatException($"The path '{text}' has no closing quote for the one at {position + 1}.");
            }

            segments.Add(new PathSegment(PathSegmentKind.Member, Encoding.UTF8.GetBytes(text[(position + 1)..close])));
            return close + 1;
        }

        var end = text.AsSpan(position).IndexOfAny('.', '[');
        end = end < 0 ? text.Length : position + end;
        var name = text[position..end];
        segments.Add(name switch
        {
            "" => throw new FormatException($"The path '{text}' has no name at {position + 1}."),
            "*" => new PathSegment(PathSegmentKind.AnyMember, []),
            "**" => new PathSegment(PathSegmentKind.AnyDepth, []),
            _ when name.Contains('*', StringComparison.Ordinal)
                => throw new FormatException($"The path '{text}' has '*' within the name at {position + 1}: it stands for a whole name, or is quoted."),
            _ => new PathSegment(PathSegmentKind.Member, Encoding.UTF8.GetBytes(name)),
        });
        return end;
    }

    private static void Expect(string text, int position, char expected)
    {
        if (text[position] != expected)
        {
            throw new FormatException($"The path '{text}' has '{text[position]}' at {position + 1}; '{expected}' or '[]' was expected.");
        }
    }
}

/// <summary>What a segment of a path matches.</summary>
internal enum PathSegmentKind
{
    Member,
    AnyMember,
    Element,
    AnyDepth,
}

/// <summary>A segment of a path.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Name">The member's name in UTF-8; empty for the other kinds.</param>
internal sealed record PathSegment(PathSegmentKind Kind, byte[] Name);
