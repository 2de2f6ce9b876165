using System.Xml.Linq;
using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Pages;
using SecurityMonkey.HelpCompiler.Prose;
using static SecurityMonkey.HelpCompiler.Output.MamlNames;

namespace SecurityMonkey.HelpCompiler.Output;

/// <summary>Writes the pages of cmdlets, joined with what the assembly says of them, as the MAML that Get-Help reads.</summary>
internal static class MamlWriter
{
    private const int TitleWidth = 64;
    private const string NoType = "None";

    /// <summary>The help of all cmdlets that have a page.</summary>
    public static XDocument Write(IReadOnlyList<HelpPage> pages, IReadOnlyList<CmdletInfo> cmdlets) => new(
        new XElement(
            Root + "helpItems",
            new XAttribute("schema", "maml"),
            pages.Join(cmdlets, page => page.Name, cmdlet => cmdlet.Name, WriteCommand, StringComparer.Ordinal)));

    private static XElement WriteCommand(HelpPage page, CmdletInfo cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        WriteDetails(page, cmdlet),
        WriteDescription(page),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => WriteSyntax(cmdlet, set))),
        new XElement(
            Command + "parameters",
            cmdlet.Parameters
                .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
                .Select(parameter => MamlParameter.ToReference(parameter, page))),
        new XElement(Command + "inputTypes", GetTypes(page.Inputs, cmdlet.InputTypes).Select(section => WriteType("inputType", section))),
        new XElement(Command + "returnValues", GetTypes(page.Outputs, cmdlet.OutputTypes).Select(section => WriteType("returnValue", section))),
        page.Notes is { } notes ? new XElement(Maml + "alertSet", new XElement(Maml + "alert", MamlProse.Paragraphs(notes.Blocks))) : null,
        new XElement(Command + "examples", page.Examples.Select(WriteExample)),
        new XElement(Command + "relatedLinks", page.RelatedLinks.Select(WriteLink)));

    private static XElement WriteDetails(HelpPage page, CmdletInfo cmdlet) => new(
        Command + "details",
        new XElement(Command + "name", cmdlet.Name),
        new XElement(Command + "verb", cmdlet.Verb),
        new XElement(Command + "noun", cmdlet.Noun),
        new XElement(Maml + "description", MamlProse.Paragraphs(page.Synopsis?.Blocks ?? [])));

    // Get-Help has no place for dynamic parameters; the end of the description is where readers find them.
    private static XElement WriteDescription(HelpPage page) => new(
        Maml + "description",
        MamlProse.Paragraphs(page.Description?.Blocks ?? []),
        page.DynamicParameters.Count == 0
            ? null
            : new object[]
            {
                MamlProse.Paragraph("DYNAMIC PARAMETERS"),
                MamlProse.Definitions(page.DynamicParameters.Select(section => (section.Title, section.Blocks))),
            });

    private static XElement WriteSyntax(CmdletInfo cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.GetSyntax(set).Select(pair => MamlParameter.ToSyntax(pair.Parameter, pair.Use)));

    // What the page does not describe, the assembly still knows.
    private static IEnumerable<HelpSection> GetTypes(IReadOnlyList<HelpSection> described, IEnumerable<string> known)
        => described.Count > 0 ? described : known.DefaultIfEmpty(NoType).Select(type => new HelpSection(0, type, []));

    private static XElement WriteType(string name, HelpSection section) => new(
        Command + name,
        new XElement(Dev + "type", new XElement(Maml + "name", section.Title), new XElement(Maml + "uri")),
        new XElement(Maml + "description", MamlProse.Paragraphs(section.Blocks)));

    private static XElement WriteExample(HelpExample example) => new(
        Command + "example",
        new XElement(Maml + "title", Center($" {example.Title} ")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", MamlProse.Remarks(example.Remarks)));

    private static XElement WriteLink(ProseLink link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", string.Equals(link.Text, link.Url, StringComparison.Ordinal) ? "" : link.Text),
        new XElement(Maml + "uri", link.IsExternal ? link.Url : ""));

    // Between dashes, as in PowerShell's own help.
    private static string Center(string title)
        => title.Length >= TitleWidth
            ? $"--{title}--"
            : title.PadLeft(title.Length + ((TitleWidth - title.Length) / 2), '-').PadRight(TitleWidth, '-');
}
