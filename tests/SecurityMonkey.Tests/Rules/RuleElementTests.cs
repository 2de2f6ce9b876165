using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleElementTests
{
    private const string Config = """
        {
          "Rules": [{ "Port": 22, "Ranges": [{ "Cidr": "a" }, { "Cidr": "b" }] }, { "Port": 80, "Ranges": [] }, { "Port": 443, "Ranges": [{ "Cidr": "c" }] }],
          "Tags": { "cost.center": 1, "Name": "x" },
          "Matrix": [[1, 2], [3]],
          "Deep": { "a": { "Cidr": "d", "a": { "Cidr": "e" } } }
        }
        """;

    [Theory]
    [InlineData("Rules[].Port", "Rules[0].Port=22", "Rules[1].Port=80", "Rules[2].Port=443")]
    [InlineData("Rules[].Ranges[].Cidr", "Rules[0].Ranges[0].Cidr=\"a\"", "Rules[0].Ranges[1].Cidr=\"b\"", "Rules[2].Ranges[0].Cidr=\"c\"")]
    [InlineData("Tags.*", "Tags.\"cost.center\"=1", "Tags.Name=\"x\"")]
    [InlineData("Tags.\"cost.center\"", "Tags.\"cost.center\"=1")]
    [InlineData("Matrix[][]", "Matrix[0][0]=1", "Matrix[0][1]=2", "Matrix[1][0]=3")]
    [InlineData("Deep.**.Cidr", "Deep.a.Cidr=\"d\"", "Deep.a.a.Cidr=\"e\"")]
    [InlineData("**.Port", "Rules[0].Port=22", "Rules[1].Port=80", "Rules[2].Port=443")]
    [InlineData("**.a.**.Cidr", "Deep.a.Cidr=\"d\"", "Deep.a.a.Cidr=\"e\"")]
    [InlineData("Matrix", "Matrix=[[1,2],[3]]")]
    [InlineData("Nothing[].Port")]
    [InlineData("Tags[]")]
    [InlineData("Rules.*")]
    [InlineData("rules[]")]
    public void Find_elements_are_found_with_their_paths(string pattern, params string[] expected)
        => Assert.Equal(expected, Find(pattern).Select(element => $"{element.Path}={element.Value.ToString(Formatting.None)}"));

    [Theory]
    [InlineData("Rules[].Port", "Port,Ranges")]
    [InlineData("Rules[]", "Rules,Tags,Matrix,Deep")]
    [InlineData("Rules[].Ranges[]", "Port,Ranges")]
    [InlineData("Rules[].Ranges[].Cidr", "Cidr")]
    [InlineData("Matrix[][]", "Rules,Tags,Matrix,Deep")]
    [InlineData("Tags.Name", "cost.center,Name")]
    public void Find_the_parent_is_the_map_that_holds_the_element_or_its_list(string pattern, string expected)
        => Assert.Equal(expected, string.Join(',', Assert.IsType<JObject>(Find(pattern).First().Parent).Properties().Select(member => member.Name)));

    [Fact]
    public void Find_elements_of_the_whole_have_the_whole_as_parent()
    {
        var root = JArray.Parse("[1,2]");

        Assert.All(RuleElement.Find(root, PathPattern.Parse("[]")), element => Assert.Same(root, element.Parent));
        Assert.Equal(["[0]", "[1]"], RuleElement.Find(root, PathPattern.Parse("[]")).Select(element => element.Path.ToString()));
    }

    private static IEnumerable<RuleElement> Find(string pattern) => RuleElement.Find(JObject.Parse(Config), PathPattern.Parse(pattern));
}
