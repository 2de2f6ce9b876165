using System.Text.RegularExpressions;
using SecurityMonkey.Commands.Formatting;

namespace SecurityMonkey.PowerShellTests.Formatting;

public sealed partial class ViewTextTests
{
    [Fact]
    public void Added_map_is_an_outline_where_it_is_too_large_for_a_line()
    {
        const string Json = """{"FromPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"temporary"},{"CidrIp":"10.0.0.0/8"}],"Ipv6Ranges":[],"Options":{"a":{}}}""";

        Assert.Equal(
            """
              + IpPermissions[0]:
                  FromPort: 22
                  IpRanges:
                    - CidrIp: "0.0.0.0/0"
                      Description: "temporary"
                    - CidrIp: "10.0.0.0/8"
                  Ipv6Ranges: []
                  Options:
                    a: {}
            """,
            Plain(new Difference(DifferenceKind.Added, "IpPermissions[0]", null, Json)),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Small_value_stays_on_the_line_of_its_path()
    {
        Assert.Equal("""  - IpRanges[1]: {"CidrIp":"10.0.0.0/8"}""", Plain(new Difference(DifferenceKind.Removed, "IpRanges[1]", """{"CidrIp":"10.0.0.0/8"}""", null)));
        Assert.Equal("""  ~ Port: 22 -> "22" """.TrimEnd(), Plain(new Difference(DifferenceKind.Changed, "Port", "22", "\"22\"")));
    }

    [Fact]
    public void Long_values_show_their_beginning()
    {
        var list = "[" + string.Join(',', Enumerable.Range(0, 1000)) + "]";

        var lines = Plain(new Difference(DifferenceKind.Added, "Ports", null, list)).Split(Environment.NewLine);

        Assert.Equal(("  + Ports:", "      - 0", "      ..."), (lines[0], lines[1], lines[^1]));
        Assert.InRange(lines.Length, 10, 40);
        Assert.InRange(Plain(new Difference(DifferenceKind.Added, "Text", null, $"\"{new string('x', 5000)}\"")).Length, 300, 500);
    }

    [Fact]
    public void Control_characters_are_written_out_wherever_they_stand()
    {
        var json = "{\"na\u009bme\":\"" + new string('x', 60) + "\u202e\",\"list\":[\"\u009b2J\"]}";

        var text = Plain(new Difference(DifferenceKind.Added, "a\u0007", null, json));

        Assert.DoesNotContain(text, character => character is not ('\r' or '\n') && (char.IsControl(character) || character == '\u202e'));
        Assert.Contains("na\\u009bme", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Deepest_configuration_is_shown()
        => Assert.EndsWith("- - []", Plain(new Difference(DifferenceKind.Added, "x", null, new string('[', 250) + new string(']', 250))), StringComparison.Ordinal);

    private static string Plain(Difference difference) => Colour().Replace(ViewText.Difference(difference), "");

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();
}
