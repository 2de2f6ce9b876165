using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class ExpressionReadsTests
{
    [Theory]
    [InlineData("Policy", "Policy", true)]
    [InlineData("Policy.Statement[?Effect == 'Allow']", "Policy", true)]
    [InlineData("Name", "Policy", false)]
    [InlineData("Name == 'Policy'", "Policy", false)]
    [InlineData("\"Policy\"", "Policy", true)]
    [InlineData("root().Policy", "Policy", true)]
    [InlineData("root().Name", "Policy", false)]
    [InlineData("length(root())", "Policy", true)]
    [InlineData("to_string(@)", "Policy", true)]
    [InlineData("@.Name", "Policy", false)]
    [InlineData("Ports[?@ == '22']", "Policy", false)]
    [InlineData("Ports[?@ == '22']", "Ports", true)]
    [InlineData("*.Name", "Policy", true)]
    [InlineData("Rules[*].Name", "Policy", false)]
    [InlineData("properties.https", "properties.blobServices", false)]
    [InlineData("properties.blobServices.x", "properties.blobServices", true)]
    [InlineData("!properties", "properties.blobServices", true)]
    [InlineData("properties | blobServices", "properties.blobServices", true)]
    [InlineData("properties[?a].b", "properties.c", false)]
    [InlineData("properties[?a]", "properties.c", true)]
    [InlineData("let $x = Policy in $x.Statement", "Policy", true)]
    [InlineData("Policies[].Document.Statement[]", "Policies", true)]
    [InlineData("{ a: Policy }", "Policy", true)]
    [InlineData("map(&Policy, Things)", "Policy", true)]
    public void Touches_says_no_only_where_a_part_cannot_be_read(string expression, string path, bool expected)
        => Assert.Equal(expected, ExpressionReads.Of([expression], []).Touches(path));

    [Theory]
    [InlineData("length(lookup('x'))", "Policy", false)]
    [InlineData("lookup('x')[?Policy]", "Policy", true)]
    [InlineData("to_string(lookup('x'))", "Policy", true)]
    public void TouchesLookup_looks_at_the_members_of_other_items(string expression, string path, bool expected)
        => Assert.Equal(expected, ExpressionReads.Of([expression], []).TouchesLookup(path));

    [Theory]
    [InlineData("Rules[]", "Rules", true)]
    [InlineData("Rules[]", "Policy", false)]
    [InlineData("**.Name", "Policy", true)]
    public void Touches_paths_count(string forEach, string path, bool expected)
        => Assert.Equal(expected, ExpressionReads.Of(["Name"], [PathPattern.Parse(forEach)]).Touches(path));
}
