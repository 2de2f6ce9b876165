namespace SecurityMonkey.HelpCompiler.Prose;

/// <summary>A block of a page's text, with all markup gone but what plain text can show.</summary>
/// <param name="Line">Where it begins, from 1.</param>
internal abstract record ProseBlock(int Line)
{
    /// <summary>The links in it.</summary>
    public virtual IEnumerable<ProseLink> Links => [];
}

/// <summary>A heading.</summary>
internal sealed record ProseHeading(int Line, int Level, string Text) : ProseBlock(Line);

/// <summary>A paragraph: one long line; line feeds only where the author broke the line.</summary>
internal sealed record ProseParagraph(int Line, string Text, IReadOnlyList<ProseLink> TextLinks) : ProseBlock(Line)
{
    /// <inheritdoc/>
    public override IEnumerable<ProseLink> Links => TextLinks;
}

/// <summary>A block of code or output.</summary>
/// <param name="Language">The first word after the fence in lower case; empty without one.</param>
internal sealed record ProseCode(int Line, string Language, IReadOnlyList<string> Lines) : ProseBlock(Line);

/// <summary>A list.</summary>
/// <param name="Start">The first number of a numbered list; null without numbers.</param>
/// <param name="IsLoose">Whether the items stand apart.</param>
internal sealed record ProseList(int Line, int? Start, bool IsLoose, IReadOnlyList<IReadOnlyList<ProseBlock>> Items) : ProseBlock(Line)
{
    /// <inheritdoc/>
    public override IEnumerable<ProseLink> Links => Items.SelectMany(item => item).SelectMany(block => block.Links);
}

/// <summary>A table; the first row is its header.</summary>
internal sealed record ProseTable(int Line, IReadOnlyList<IReadOnlyList<ProseParagraph>> Rows) : ProseBlock(Line)
{
    /// <inheritdoc/>
    public override IEnumerable<ProseLink> Links => Rows.SelectMany(row => row).SelectMany(cell => cell.Links);
}
