using System.Xml.Linq;
using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Output;
using static SecurityMonkey.HelpCompiler.Output.MamlNames;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class MamlWriterTests
{
    private readonly XElement _command = Write(Samples.PageText, Samples.Cmdlet);

    [Fact]
    public void Root_says_that_it_is_maml()
    {
        var root = MamlWriter.Write([Samples.Page], [Samples.Cmdlet]).Root;

        Assert.Equal(Root + "helpItems", root?.Name);
        Assert.Equal("maml", root?.Attribute("schema")?.Value);
    }

    [Fact]
    public void Parts_are_in_the_order_of_the_schema()
        => Assert.Equal(
            ["details", "description", "syntax", "parameters", "inputTypes", "returnValues", "alertSet", "examples", "relatedLinks"],
            _command.Elements().Select(element => element.Name.LocalName));

    [Fact]
    public void Details_name_the_cmdlet()
    {
        var details = Get(_command, Command + "details");

        Assert.Equal(["Get-Thing", "Get", "Thing", "Shows things."], details.Elements().Select(element => element.Value));
    }

    [Fact]
    public void Description_is_paragraphs_and_lists_are_lines()
        => Assert.Equal(["Shows things, and nothing else.", "- one\n- two"], GetParagraphs(Get(_command, Maml + "description")));

    [Fact]
    public void Code_of_a_description_joins_the_paragraph_before_it()
    {
        var command = Write(Samples.PageText.Replace("- one\n- two", "```powershell\nif ($a) {\n    Get-Thing\n}\n```", StringComparison.Ordinal), Samples.Cmdlet);

        Assert.Equal(["Shows things, and nothing else.\n\n    if ($a) {\n        Get-Thing\n    }"], GetParagraphs(Get(command, Maml + "description")));
    }

    [Fact]
    public void Dynamic_parameters_end_the_description()
    {
        var text = Samples.PageText.Replace("## INPUTS", "## DYNAMIC PARAMETERS\n\n### -RoleName\n\nThe role.\n\n## INPUTS", StringComparison.Ordinal);
        var description = Get(Write(text, Samples.Cmdlet), Maml + "description");

        var item = Assert.Single(description.Descendants(Maml + "definitionListItem"));
        Assert.Equal("-RoleName", Get(item, Maml + "term").Value);
        Assert.Equal("The role.", Get(item, Maml + "definition").Value);
    }

    [Fact]
    public void Syntax_has_an_item_for_each_parameter_set_in_order()
    {
        var cmdlet = Samples.Cmdlet with
        {
            Parameters =
            [
                new CmdletParameter("Limit", "int", "System.Int32") { Uses = [new ParameterUse("A")] },
                new CmdletParameter("Name", "string[]", "System.String") { Uses = [new ParameterUse("A") { IsMandatory = true }, new ParameterUse("B") { Position = 0 }] },
                .. ParameterReader.GetShouldProcessParameters(),
            ],
        };
        var items = Get(Write(Samples.PageText, cmdlet), Command + "syntax").Elements(Command + "syntaxItem");

        Assert.Equal(
            ["Get-Thing Name Limit WhatIf Confirm", "Get-Thing Name WhatIf Confirm"],
            items.Select(item => string.Join(' ', item.Descendants(Maml + "name").Select(name => name.Value))));
    }

    [Fact]
    public void Parameter_of_the_syntax_has_what_the_assembly_says()
    {
        var parameter = Get(_command, Command + "syntax").Descendants(Command + "parameter").First();

        Assert.Equal(
            "required=false variableLength=true globbing=true pipelineInput=true (ByValue) position=0 aliases=Label",
            string.Join(' ', parameter.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}")));
        Assert.Equal("string[]", Get(parameter, Command + "parameterValue").Value);
    }

    [Fact]
    public void Switch_has_no_value_in_the_syntax_and_an_optional_one_at_length()
    {
        var command = Write(Samples.PageText, Samples.Cmdlet with { Parameters = [.. ParameterReader.GetShouldProcessParameters()] });

        Assert.Empty(Get(command, Command + "syntax").Descendants(Command + "parameterValue"));
        Assert.All(
            Get(command, Command + "parameters").Elements(),
            parameter => Assert.Equal("false", Get(parameter, Command + "parameterValue").Attribute("required")?.Value));
    }

    [Fact]
    public void Allowed_values_stand_in_the_syntax_and_end_the_description()
    {
        var limit = Samples.Cmdlet.Parameters[0] with { AllowedValues = ["Open", "Fixed"] };
        var command = Write(Samples.PageText, Samples.Cmdlet with { Parameters = [limit] });

        var group = Assert.Single(Get(command, Command + "syntax").Descendants(Command + "parameterValueGroup"));
        Assert.Equal(["Open", "Fixed"], group.Elements(Command + "parameterValue").Select(value => value.Value));
        Assert.Equal(["How many.", "Accepted values: Open, Fixed."], GetParagraphs(Get(GetParameter(command, "Limit"), Maml + "description")));
    }

    [Fact]
    public void Default_value_is_taken_from_the_prose()
    {
        var parameter = GetParameter(_command, "Limit");

        Assert.Equal("5", Get(parameter, Dev + "defaultValue").Value);
        Assert.Equal(["How many."], GetParagraphs(Get(parameter, Maml + "description")));
    }

    [Theory]
    [InlineData("", "Shows what would happen if the cmdlet ran. The cmdlet is not run.")]
    [InlineData("### -WhatIf\n\nCollects, and stores nothing.\n\n", "Collects, and stores nothing.")]
    public void Common_parameter_has_a_text_that_the_page_may_replace(string described, string expected)
    {
        var cmdlet = Samples.Cmdlet with { Parameters = [.. Samples.Cmdlet.Parameters, .. ParameterReader.GetShouldProcessParameters()] };
        var command = Write(Samples.PageText.Replace("### -Limit", described + "### -Limit", StringComparison.Ordinal), cmdlet);

        Assert.Equal([expected], GetParagraphs(Get(GetParameter(command, "WhatIf"), Maml + "description")));
    }

    [Fact]
    public void Example_has_title_code_and_remarks_with_its_output()
    {
        var example = Get(_command, Command + "examples").Elements().First();

        Assert.Equal("------------------ Example 1: Show all things ------------------", Get(example, Maml + "title").Value);
        Assert.Equal("Get-Thing", Get(example, Dev + "code").Value);
        // Get-Help trims a paragraph, so an indented header must not be its first line.
        Assert.Equal(["Output:\n\n  Id Name\n  -- ----\n1234 a\n\nAll of them.", ""], GetParagraphs(Get(example, Dev + "remarks")));
    }

    [Fact]
    public void Types_are_those_of_the_page()
    {
        Assert.Equal("System.String", Get(_command, Command + "inputTypes").Descendants(Maml + "name").Single().Value);
        Assert.Equal("Sample.Thing", Get(_command, Command + "returnValues").Descendants(Maml + "name").Single().Value);
        Assert.Equal(["A thing."], GetParagraphs(Get(_command, Command + "returnValues")));
    }

    [Theory]
    [InlineData(true, "System.String")]
    [InlineData(false, "None")]
    public void Input_types_that_the_page_leaves_out_are_those_of_the_assembly(bool hasParameters, string expected)
    {
        var text = Samples.PageText.Replace("## INPUTS\n\n### System.String\n\nNames.\n", "", StringComparison.Ordinal);
        var command = Write(text, hasParameters ? Samples.Cmdlet : Samples.Cmdlet with { Parameters = [] });

        Assert.Equal(expected, Get(command, Command + "inputTypes").Descendants(Maml + "name").Single().Value);
    }

    [Fact]
    public void Related_link_has_an_address_where_it_leads_out()
        => Assert.Equal(
            ["Get-Thing|", "|https://example.org/things"],
            Get(_command, Command + "relatedLinks").Elements().Select(link => string.Join('|', link.Elements().Select(element => element.Value))));

    [Fact]
    public void Notes_are_an_alert() => Assert.Equal(["A note."], GetParagraphs(Get(_command, Maml + "alertSet")));

    private static XElement Write(string text, CmdletInfo cmdlet)
        => MamlWriter.Write([Samples.Parse(text)], [cmdlet]).Root?.Elements().Single() ?? throw new InvalidOperationException("There is no root.");

    private static XElement GetParameter(XElement command, string name)
        => Get(command, Command + "parameters").Elements().Single(parameter => Get(parameter, Maml + "name").Value == name);

    private static XElement Get(XElement parent, XName name) => parent.Element(name) ?? throw new InvalidOperationException($"There is no {name}.");

    private static IEnumerable<string> GetParagraphs(XElement parent) => parent.Descendants(Maml + "para").Select(paragraph => paragraph.Value);
}
