using System.Text;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("IpPermissions[].UserIdGroupPairs", "IpPermissions|[]|UserIdGroupPairs")]
    [InlineData("IpPermissions[*].FromPort", "IpPermissions|[]|FromPort")]
    [InlineData("Environment.Variables.*", "Environment|Variables|*")]
    [InlineData("**.LastUsedDate", "**|LastUsedDate")]
    [InlineData("a.**.b", "a|**|b")]
    [InlineData("a.**", "a|**")]
    [InlineData("**", "**")]
    [InlineData("[]", "[]")]
    [InlineData("[][]", "[]|[]")]
    [InlineData("[].a", "[]|a")]
    [InlineData("*[].*", "*|[]|*")]
    [InlineData("tags.\"cost.center\".value", "tags|'cost.center'|value")]
    [InlineData("\"a b\"[].\"\"", "'a b'|[]|''")]
    [InlineData("\"*\".\"**\".\"[]\"", "'*'|'**'|'[]'")]
    [InlineData("\"tags*\"", "'tags*'")]
    [InlineData("a-b_c@d:e/f g", "a-b_c@d:e/f g")]
    public void Parse_each_part_is_one_segment(string text, string expected)
        => Assert.Equal(expected.Replace("'", ""), string.Join('|', PathPattern.Parse(text).Segments.Select(Show)));

    [Theory]
    [InlineData("a.b", false)]
    [InlineData("a.b?", true)]
    [InlineData("a[]?", true)]
    [InlineData("\"a?\"", false)]
    [InlineData("\"a?\"?", true)]
    public void Parse_a_question_mark_behind_it_makes_the_path_optional(string text, bool isOptional)
    {
        var pattern = PathPattern.Parse(text);

        Assert.Equal(isOptional, pattern.IsOptional);
        Assert.Equal(text, pattern.Text);
    }

    [Theory]
    [InlineData("", "The path '' is empty.")]
    [InlineData("  ", "The path '  ' is empty.")]
    [InlineData("?", "The path '?' is empty.")]
    [InlineData(".a", "The path '.a' has no name at 1.")]
    [InlineData("a.", "The path 'a.' has no name at 3.")]
    [InlineData("a..b", "The path 'a..b' has no name at 3.")]
    [InlineData("a.[]", "The path 'a.[]' has no name at 3.")]
    [InlineData("a[]b", "The path 'a[]b' has 'b' at 4; '.' or '[]' was expected.")]
    [InlineData("\"a\"b", "The path '\"a\"b' has 'b' at 4; '.' or '[]' was expected.")]
    [InlineData("a[0]", "The path 'a[0]' has '[' at 2: a list element is written '[]'; one position cannot be named.")]
    [InlineData("a[", "The path 'a[' has '[' at 2: a list element is written '[]'; one position cannot be named.")]
    [InlineData("a.\"b", "The path 'a.\"b' has no closing quote for the one at 3.")]
    [InlineData("Tags.cost*", "The path 'Tags.cost*' has '*' within the name at 6: it stands for a whole name, or is quoted.")]
    [InlineData("a.***", "The path 'a.***' has '*' within the name at 3: it stands for a whole name, or is quoted.")]
    public void Parse_what_is_not_a_path_is_refused_with_its_place(string text, string expected)
        => Assert.Equal(expected, Assert.Throws<FormatException>(() => PathPattern.Parse(text)).Message);

    private static string Show(PathSegment segment) => segment.Kind switch
    {
        PathSegmentKind.AnyDepth => "**",
        PathSegmentKind.AnyMember => "*",
        PathSegmentKind.Element => "[]",
        _ => Encoding.UTF8.GetString(segment.Name),
    };
}
