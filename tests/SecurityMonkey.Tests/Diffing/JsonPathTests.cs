using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class JsonPathTests
{
    [Fact]
    public void Root_is_a_dollar() => Assert.Equal("$", JsonPath.Root.ToString());

    [Fact]
    public void Path_members_and_elements_are_joined()
        => Assert.Equal("IpPermissions[0].IpRanges[12].CidrIp", JsonPath.Root.Member("IpPermissions").Element(0).Member("IpRanges").Element(12).Member("CidrIp").ToString());

    [Fact]
    public void Path_an_element_of_the_whole_has_no_dollar() => Assert.Equal("[3].a", JsonPath.Root.Element(3).Member("a").ToString());

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u00e9t\u00e9", "\u00e9t\u00e9")]
    [InlineData("aws:SourceArn", "aws:SourceArn")]
    [InlineData("@odata/type-1_$", "@odata/type-1_$")]
    [InlineData("$ref", "$ref")]
    [InlineData("", "\"\"")]
    [InlineData("$", "\"$\"")]
    [InlineData("cost.center", "\"cost.center\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("[0]", "\"[0]\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("C:\\", "\"C:\\\\\"")]
    [InlineData("\\\"", "\"\\\\\\\"\"")]
    public void Member_names_that_could_be_misread_are_quoted(string name, string expected)
    {
        Assert.Equal(expected, JsonPath.Root.Member(name).ToString());
        Assert.Equal("a." + expected, JsonPath.Root.Member("a").Member(name).ToString());
    }
}
