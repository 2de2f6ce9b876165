using SecurityMonkey.HelpCompiler.Cmdlets;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class CmdletReaderTests
{
    private static readonly Lazy<IReadOnlyList<CmdletInfo>> Cmdlets = new(() => CmdletReader.Read(typeof(CmdletReaderTests).Assembly.Location));

    private static CmdletInfo Sample => Cmdlets.Value.Single(cmdlet => cmdlet.Name == "Get-SampleThing");

    [Fact]
    public void Abstract_classes_and_others_are_no_cmdlets()
        => Assert.Equal(["Clear-SampleThing", "Get-SampleThing"], Cmdlets.Value.Select(cmdlet => cmdlet.Name));

    [Fact]
    public void Own_parameters_come_before_inherited_and_common_ones()
        => Assert.Equal(["Since", "Number", "Colour", "Side", "Force", "Name", "WhatIf", "Confirm"], Sample.Parameters.Select(parameter => parameter.Name));

    [Theory]
    [InlineData("Name", "string[]", "System.String")]
    [InlineData("Since", "DateTimeOffset", "System.DateTimeOffset")]
    [InlineData("Number", "int", "System.Int32")]
    [InlineData("Colour", "SampleColour[]", "SecurityMonkey.Tests.HelpCompiler.SampleColour")]
    [InlineData("Force", "SwitchParameter", "System.Management.Automation.SwitchParameter")]
    public void Type_is_named_as_PowerShell_names_it(string name, string typeName, string fullTypeName)
    {
        var parameter = Find(name);

        Assert.Equal(typeName, parameter.TypeName);
        Assert.Equal(fullTypeName, parameter.FullTypeName);
    }

    [Fact]
    public void Inherited_parameter_has_all_that_its_attributes_say()
    {
        var parameter = Find("Name");

        Assert.Equal(["Label", "Title"], parameter.Aliases);
        Assert.True(parameter.AcceptsWildcards);
        Assert.True(parameter.IsArray);
        Assert.Equal(new ParameterUse(ParameterUse.AllSets) { Position = 0, IsByValue = true, IsByPropertyName = true }, Assert.Single(parameter.Uses));
    }

    [Fact]
    public void Parameter_may_be_used_differently_in_each_set()
    {
        var parameter = Find("Number");

        Assert.False(parameter.FindUse("ByNumber")?.IsMandatory);
        Assert.True(parameter.FindUse("ByTime")?.IsMandatory);
        Assert.Equal(new ParameterUse(ParameterUse.AllSets) { IsByPropertyName = true }, parameter.GetOverallUse());
        Assert.Null(Find("Since").FindUse("ByNumber"));
    }

    [Theory]
    [InlineData("Colour", "Red", "Green")]
    [InlineData("Side", "Left", "Right")]
    [InlineData("Name")]
    public void Allowed_values_come_from_sets_and_enumerations(string name, params string[] expected) => Assert.Equal(expected, Find(name).AllowedValues);

    [Fact]
    public void Default_parameter_set_comes_first() => Assert.Equal(["ByNumber", "ByTime"], Sample.ParameterSets);

    [Theory]
    [InlineData("ByNumber", "Name", "Number", "Colour", "Side", "Force", "WhatIf", "Confirm")]
    [InlineData("ByTime", "Name", "Since", "Number", "Colour", "Side", "Force", "WhatIf", "Confirm")]
    public void Syntax_has_positions_then_mandatory_then_the_rest(string set, params string[] expected)
        => Assert.Equal(expected, Sample.GetSyntax(set).Select(pair => pair.Parameter.Name));

    [Fact]
    public void Void_is_no_output_type() => Assert.Equal(["SecurityMonkey.Tests.HelpCompiler.SampleOutput"], Sample.OutputTypes);

    [Fact]
    public void Dynamic_parameters_show_in_the_interface() => Assert.True(Sample.HasDynamicParameters);

    [Fact]
    public void Cmdlet_without_anything_has_one_set()
    {
        var cmdlet = Cmdlets.Value.Single(cmdlet => cmdlet.Name == "Clear-SampleThing");

        Assert.Empty(cmdlet.Parameters);
        Assert.Empty(cmdlet.OutputTypes);
        Assert.False(cmdlet.HasDynamicParameters);
        Assert.Equal([ParameterUse.AllSets], cmdlet.ParameterSets);
    }

    private static CmdletParameter Find(string name) => Sample.Parameters.Single(parameter => parameter.Name == name);
}
