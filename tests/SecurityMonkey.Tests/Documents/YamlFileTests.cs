using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Tests.Documents;

public sealed class YamlFileTests
{
    [Theory]
    [InlineData("a: 1\nb: [x, 2.5, true, null, ~]\n", """{"a":1,"b":["x",2.5,true,null,null]}""")]
    [InlineData("a: 1\r\nb:\r\n- x\r\n- y\r\n", """{"a":1,"b":["x","y"]}""")]
    [InlineData("\ufeffa: 1\n", """{"a":1}""")]
    [InlineData("{\n  \"a\": \"\\u0041\\n\",\n  \"b\": [1, {\"c\": null}]\n}", """{"a":"A\n","b":[1,{"c":null}]}""")]
    [InlineData("a: 'it''s'\nb: \"x\\ty\"", """{"a":"it's","b":"x\ty"}""")]
    [InlineData("a: >-\n  one\n  two\nb: |\n  one\n  two\n", """{"a":"one two","b":"one\ntwo\n"}""")]
    [InlineData("a: # nothing\n", """{"a":null}""")]
    [InlineData("text", "\"text\"")]
    [InlineData("x: &x { a: 1 }\ny: *x\n", """{"x":{"a":1},"y":{"a":1}}""")]
    [InlineData("x: &x 1\ny: &x 2\nz: *x\n", """{"x":1,"y":2,"z":2}""")]
    public void Parse_yaml_and_json_give_nodes(string text, string expected)
        => Assert.Equal(expected, Json(text));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-12", "-12")]
    [InlineData("+12", "12")]
    [InlineData("007", "7")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e3", "1000.0")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("Null", "null")]
    [InlineData("no", "\"no\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("0o7", "\"0o7\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("0.0.0.0/0", "\"0.0.0.0/0\"")]
    [InlineData("2024-01-01", "\"2024-01-01\"")]
    [InlineData("22:33", "\"22:33\"")]
    [InlineData("'22'", "\"22\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("'null'", "\"null\"")]
    [InlineData("''", "\"\"")]
    public void Parse_scalars_are_those_of_the_core_schema(string scalar, string expected) => Assert.Equal($"[{expected}]", Json($"- {scalar}"));

    [Fact]
    public void Parse_a_line_within_braces_that_is_not_indented_is_a_problem_and_not_an_end()
    {
        var problems = new List<DocumentProblem>();

        YamlFile.Parse("a: { b: 1,\nc: \"x\"\n}", "f.yaml", problems);

        Assert.Contains("not indented", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_nodes_know_where_they_stand()
    {
        var document = Assert.IsType<DocumentNode.Map>(Assert.Single(Parse("# first\na: x\nb:\n  - 'y'\n  - c: z\n").Documents));
        var list = Assert.IsType<DocumentNode.List>(document.Members[1].Value);

        Assert.Equal((2, 1), (document.Line, document.Column));
        Assert.Equal((2, 4), (document.Members[0].Value.Line, document.Members[0].Value.Column));
        Assert.Equal((3, 1), (document.Members[1].Key.Line, document.Members[1].Key.Column));
        Assert.Equal((4, 5), (list.Items[0].Line, list.Items[0].Column));
        Assert.Equal((5, 5), (list.Items[1].Line, list.Items[1].Column));
    }

    [Theory]
    [InlineData("a: plain text here # comment\n", true)]
    [InlineData("a: 'quoted' \n", true)]
    [InlineData("a: \"quoted\"\nb: 1", true)]
    [InlineData("a: [flow, 1]", true)]
    [InlineData("a: 'it''s'", false)]
    [InlineData("a: \"x\\ty\"", false)]
    [InlineData("a: plain\n  on two lines", false)]
    [InlineData("a: >-\n  folded", false)]
    [InlineData("a: |-\n  block", false)]
    public void Parse_texts_know_whether_they_stand_in_the_file_as_they_are(string text, bool expected)
    {
        var value = Assert.IsType<DocumentNode.Map>(Assert.Single(Parse(text).Documents)).Members[0].Value;

        Assert.Equal(expected, ((value as DocumentNode.List)?.Items[0] as DocumentNode.Scalar ?? (DocumentNode.Scalar)value).IsVerbatim);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment")]
    [InlineData("---\n---\n...\n")]
    public void Parse_a_file_without_content_has_no_documents(string text)
    {
        var (documents, problems) = Parse(text);

        Assert.Empty(documents);
        Assert.Empty(problems);
    }

    [Fact]
    public void Parse_several_documents_are_several()
        => Assert.Equal(["""{"a":1}""", """{"b":2}""", "[3]"], Parse("a: 1\n---\nb: 2\n...\n---\n- 3\n").Documents.Select(Show));

    [Theory]
    [InlineData("a: b: c", "f.yaml(1,5): This is not YAML: While scanning a plain scalar value, found invalid mapping.")]
    [InlineData("a: 1\nb: \"x\n", "f.yaml(2,4): This is not YAML: While scanning a quoted scalar, found unexpected end of stream.")]
    [InlineData("a: [1, 2\n", "f.yaml(2,1): This is not YAML: While parsing a flow sequence, did not find expected ',' or ']'.")]
    [InlineData("a: 1\n\tb: 2\n", "f.yaml(1,4): This is not YAML: While scanning a plain scalar, found a tab character that violate indentation.")]
    [InlineData("a: @x", "f.yaml(1,4): This is not YAML: While scanning for the next token, found character that cannot start any token.")]
    [InlineData("a: 1\na: 2\n", "f.yaml(2,1): This is not YAML: The key 'a' stands twice in one map.")]
    [InlineData("a: 1\n\"a\": 2\n", "f.yaml(2,1): This is not YAML: The key 'a' stands twice in one map.")]
    [InlineData("x:\n  {b: 1, c: 2, b: 3}\n", "f.yaml(2,16): This is not YAML: The key 'b' stands twice in one map.")]
    [InlineData("? [x]\n: y\n", "f.yaml(1,3): This is not YAML: A map has a key that is not a text.")]
    [InlineData("a: *x\n", "f.yaml(1,4): This is not YAML: The alias 'x' has no anchor before it.")]
    [InlineData("a: 1\nb\0: 2\n", "f.yaml(2,2): The file holds the character U+0000; expected YAML as UTF-8 text.")]
    [InlineData("\0a\0:\0 \01", "f.yaml(1,1): The file holds the character U+0000; expected YAML as UTF-8 text.")]
    public void Parse_what_is_not_yaml_is_told_with_its_place(string text, string expected)
        => Assert.Equal(expected, Assert.Single(Parse(text).Problems).ToString());

    [Fact]
    public void Parse_documents_before_the_one_that_is_not_yaml_are_read()
    {
        var (documents, problems) = Parse("a: 1\n---\nb: [\n");

        Assert.Equal(["""{"a":1}"""], documents.Select(Show));
        Assert.Equal(4, Assert.Single(problems).Line);
    }

    [Theory]
    [InlineData("&a [*a]", 5)]
    [InlineData("&a { b: *a }", 9)]
    [InlineData("&a { *a : b }", 6)]
    [InlineData("&a [[[{ b: [*a] }]]]", 13)]
    public void Parse_a_node_within_itself_is_refused(string text, int column)
        => Assert.Equal($"f.yaml(1,{column}): This is not YAML: The alias 'a' has no anchor before it.", Assert.Single(Parse(text).Problems).ToString());

    [Fact]
    public void Parse_aliases_that_stand_for_too_much_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var index = 1; index < 10; index++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"a{index}: &a{index} [{string.Join(", ", Enumerable.Repeat($"*a{index - 1}", 10))}]\n");
        }

        var (documents, problems) = Parse(bomb.ToString());

        Assert.Empty(documents);
        Assert.EndsWith("This is not YAML: The file has more than 200000 nodes.", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_aliases_that_nest_too_deep_are_refused()
    {
        var chain = string.Concat(Enumerable.Range(1, 1000).Select(index => string.Create(CultureInfo.InvariantCulture, $"- &a{index} [*a{index - 1}]\n")));

        Assert.Equal(
            "f.yaml(257,10): This is not YAML: The file is nested deeper than 256 levels.",
            Assert.Single(Parse("- &a0 x\n" + chain).Problems).ToString());
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Parse_nesting_up_to_the_limit_is_read_and_beyond_it_is_refused(string open, string close)
    {
        string Nest(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth));

        Assert.Empty(Parse(Nest(256)).Problems);
        Assert.Contains("nested deeper than 256 levels", Assert.Single(Parse(Nest(257)).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("nested deeper than 256 levels", Assert.Single(Parse(Nest(100_000)).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_a_huge_file_is_refused()
        => Assert.Equal(
            "f.yaml(1,1): The file has more than 4194304 characters.",
            Assert.Single(Parse(new string('#', (4 * 1024 * 1024) + 1)).Problems).ToString());

    [Fact]
    public void Parse_a_file_of_too_many_nodes_is_refused()
        => Assert.Equal(
            "f.yaml(1,400000): This is not YAML: The file has more than 200000 nodes.",
            Assert.Single(Parse("[" + string.Concat(Enumerable.Repeat("x,", 300_000)) + "]").Problems).ToString());

    private static string Json(string text)
    {
        var (documents, problems) = Parse(text);
        Assert.Empty(problems);
        return Show(Assert.Single(documents));
    }

    private static string Show(DocumentNode node) => node.ToJson().ToString(Formatting.None);

    private static (IReadOnlyList<DocumentNode> Documents, IReadOnlyList<DocumentProblem> Problems) Parse(string text)
    {
        var problems = new List<DocumentProblem>();
        return (YamlFile.Parse(text, "f.yaml", problems), problems);
    }
}
