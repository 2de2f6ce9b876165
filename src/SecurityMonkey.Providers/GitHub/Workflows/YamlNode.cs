namespace SecurityMonkey.Providers.GitHub.Workflows;

/// <summary>A node of a workflow file: a text, a list or a map.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
internal sealed record YamlNode(int Line)
{
    /// <summary>What a text says; null for lists and maps.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the text is a block, whose content begins on the next line.</summary>
    public bool IsBlock { get; init; }

    /// <summary>Whether the lines of the block are kept as they are.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>The elements of a list; null for everything else.</summary>
    public IReadOnlyList<YamlNode>? Items { get; init; }

    /// <summary>The members of a map in their order; null for everything else.</summary>
    public IReadOnlyList<KeyValuePair<string, YamlNode>>? Members { get; init; }

    /// <summary>A member of a map; null where there is none.</summary>
    public YamlNode? this[string name] => Members?.LastOrDefault(member => string.Equals(member.Key, name, StringComparison.Ordinal)).Value;

    /// <summary>The line on which a character of the text stands; of texts whose lines are put together, the first line.</summary>
    /// <param name="position">Where the character is in <see cref="Text"/>.</param>
    public int LineOf(int position) => (IsBlock ? Line + 1 : Line) + (IsLiteral ? Text.AsSpan(0, position).Count('\n') : 0);

    /// <summary>The texts of a list, or the one text.</summary>
    public IEnumerable<string> Texts() => Text is not null ? [Text] : Items?.Select(item => item.Text).OfType<string>() ?? [];
}
