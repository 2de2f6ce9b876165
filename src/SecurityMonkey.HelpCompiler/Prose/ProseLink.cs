namespace SecurityMonkey.HelpCompiler.Prose;

/// <summary>A link.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Text">What is shown; the address itself for a bare one.</param>
/// <param name="Url">Where it leads.</param>
internal sealed record ProseLink(int Line, string Text, string Url)
{
    /// <summary>Whether it leads out of the help folder: it has a scheme, such as https.</summary>
    public bool IsExternal => Uri.CheckSchemeName(Url.Split(':', 2)[0]) && Url.Contains(':', StringComparison.Ordinal);

    /// <summary>The file of another page that it leads to; null for an external link, and for one within its page.</summary>
    public string? PageFile => IsExternal || Url.StartsWith('#') ? null : Url.Split('#', 2)[0];

    /// <summary>The link as text: a name is enough for another page, which Get-Help finds by it.</summary>
    public string ToText() => !IsExternal || string.Equals(Text, Url, StringComparison.Ordinal) ? Text : $"{Text} ({Url})";
}
