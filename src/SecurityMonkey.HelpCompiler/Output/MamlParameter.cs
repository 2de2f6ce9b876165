using System.Globalization;
using System.Xml.Linq;
using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Pages;
using SecurityMonkey.HelpCompiler.Prose;
using static SecurityMonkey.HelpCompiler.Output.MamlNames;

namespace SecurityMonkey.HelpCompiler.Output;

/// <summary>Parameters as MAML, in the syntax and at length.</summary>
internal static class MamlParameter
{
    // What a page may say better, where the cmdlet does something of its own.
    private static readonly Dictionary<string, string> CommonTexts = new(StringComparer.Ordinal)
    {
        ["WhatIf"] = "Shows what would happen if the cmdlet ran. The cmdlet is not run.",
        ["Confirm"] = "Asks for confirmation before the cmdlet does anything.",
    };

    // The assembly does not know defaults: they are code. A paragraph of a page may say one.
    private const string DefaultValue = "Default value: ";

    /// <summary>A parameter in a line of the syntax.</summary>
    public static XElement ToSyntax(CmdletParameter parameter, ParameterUse use) => new(
        Command + "parameter",
        GetAttributes(parameter, use),
        new XElement(Maml + "name", parameter.Name),
        GetAllowedValues(parameter),
        parameter.IsSwitch ? null : GetValue(parameter));

    /// <summary>A parameter at length.</summary>
    public static XElement ToReference(CmdletParameter parameter, HelpPage page)
    {
        var section = page.Parameters.FirstOrDefault(section => string.Equals(section.Title, $"-{parameter.Name}", StringComparison.Ordinal));
        var blocks = section?.Blocks ?? [new ProseParagraph(0, CommonTexts.GetValueOrDefault(parameter.Name, ""), [])];
        var defaultValue = blocks.OfType<ProseParagraph>().FirstOrDefault(block => block.Text.StartsWith(DefaultValue, StringComparison.Ordinal));
        return new XElement(
            Command + "parameter",
            GetAttributes(parameter, parameter.GetOverallUse()),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", GetDescription(parameter, blocks.Where(block => !ReferenceEquals(block, defaultValue)))),
            GetValue(parameter),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", defaultValue?.Text[DefaultValue.Length..] ?? (parameter.IsSwitch ? "False" : "")));
    }

    private static IEnumerable<XElement> GetDescription(CmdletParameter parameter, IEnumerable<ProseBlock> blocks)
    {
        if (parameter.AllowedValues.Count > 0)
        {
            blocks = blocks.Append(new ProseParagraph(0, $"Accepted values: {string.Join(", ", parameter.AllowedValues)}.", []));
        }

        return MamlProse.Paragraphs(blocks);
    }

    private static IEnumerable<XAttribute> GetAttributes(CmdletParameter parameter, ParameterUse use) =>
    [
        new("required", use.IsMandatory),
        new("variableLength", parameter.IsArray),
        new("globbing", parameter.AcceptsWildcards),
        new("pipelineInput", GetPipelineInput(use)),
        new("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "Named"),
        new("aliases", parameter.Aliases.Count == 0 ? "None" : string.Join(", ", parameter.Aliases)),
    ];

    private static string GetPipelineInput(ParameterUse use) => (use.IsByValue, use.IsByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        (false, false) => "false",
    };

    // Get-Help shows a group in the syntax instead of the type: {Open | Fixed}.
    private static XElement? GetAllowedValues(CmdletParameter parameter) => parameter.AllowedValues.Count == 0 ? null : new XElement(
        Command + "parameterValueGroup",
        parameter.AllowedValues.Select(value => new XElement(
            Command + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), value)));

    private static XElement GetValue(CmdletParameter parameter) => new(
        Command + "parameterValue",
        new XAttribute("required", !parameter.IsSwitch),
        new XAttribute("variableLength", parameter.IsArray),
        parameter.TypeName);
}
