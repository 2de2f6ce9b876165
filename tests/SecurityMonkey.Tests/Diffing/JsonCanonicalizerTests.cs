using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class JsonCanonicalizerTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData(" { } ", "{}")]
    [InlineData("\r\n[\t]\n", "[]")]
    [InlineData(" \"text\" ", "\"text\"")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData(" 1.50 ", "1.5")]
    [InlineData("{ \"b\" : 1 ,\n \"a\" : [ true , false , null ] }", "{\"a\":[true,false,null],\"b\":1}")]
    public void Write_white_space_and_spelling_do_not_count(string json, string expected) => Assert.Equal(expected, Canonical.Of(json));

    [Theory]
    [InlineData("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}")]
    [InlineData("{\"aa\":1,\"a\":2,\"B\":3}", "{\"B\":3,\"a\":2,\"aa\":1}")]
    [InlineData("{\"\u00e9\":1,\"z\":2}", "{\"z\":2,\"\u00e9\":1}")]
    [InlineData("{\"\uffff\":1,\"\ud83d\ude00\":2}", "{\"\uffff\":1,\"\ud83d\ude00\":2}")]
    [InlineData("{\"b\":{\"d\":1,\"c\":2},\"a\":[{\"y\":1,\"x\":2}]}", "{\"a\":[{\"x\":2,\"y\":1}],\"b\":{\"c\":2,\"d\":1}}")]
    public void Write_members_are_sorted_by_the_bytes_of_their_names(string json, string expected) => Assert.Equal(expected, Canonical.Of(json));

    [Theory]
    [InlineData(@"""\/""", "\"/\"")]
    [InlineData(@"""\u00e9\u00E9""", "\"\u00e9\u00e9\"")]
    [InlineData(@"""\u0041\u003c\u0026""", "\"A<&\"")]
    [InlineData(@"""\ud83d\ude00""", "\"\ud83d\ude00\"")]
    [InlineData(@"""\u0022\u005c""", @"""\""\\""")]
    [InlineData(@"""\u000a\u000d\u0009\u0008\u000c""", @"""\n\r\t\b\f""")]
    [InlineData(@"""\u0000\u001F\u007f""", "\"\\u0000\\u001f\u007f\"")]
    [InlineData(@"""plain \u0061nd \""quoted\"" \\ text""", @"""plain and \""quoted\"" \\ text""")]
    public void Write_texts_have_the_shortest_escapes(string json, string expected) => Assert.Equal(expected, Canonical.Of(json));

    [Theory]
    [InlineData(@"""\ud83d""", "\"\ufffd\"")]
    [InlineData(@"""\ude00""", "\"\ufffd\"")]
    [InlineData(@"""\ud83d\ud83d\ude00""", "\"\ufffd\ud83d\ude00\"")]
    [InlineData(@"""\ude00\ud83d""", "\"\ufffd\ufffd\"")]
    [InlineData(@"""\ud83dx""", "\"\ufffdx\"")]
    [InlineData(@"""\ud83d\n""", @"""" + "\ufffd" + @"\n""")]
    [InlineData(@"""\ud83d\u0041""", "\"\ufffdA\"")]
    public void Write_half_a_surrogate_pair_becomes_the_replacement_character(string json, string expected)
        => Assert.Equal(expected, Canonical.Of(json));

    [Theory]
    [InlineData(@"{""\u0062"":1,""a"":2}", "{\"a\":2,\"b\":1}")]
    [InlineData(@"{""a\""b"":1}", @"{""a\""b"":1}")]
    [InlineData(@"{""a\u002fb"":1}", "{\"a/b\":1}")]
    [InlineData(@"{""b"":1,""\n"":2}", @"{""\n"":2,""b"":1}")]
    public void Write_names_are_texts_too(string json, string expected) => Assert.Equal(expected, Canonical.Of(json));

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}")]
    [InlineData("{\"a\":1,\"b\":3,\"a\":2}", "{\"a\":2,\"b\":3}")]
    [InlineData(@"{""a"":1,""\u0061"":2}", "{\"a\":2}")]
    [InlineData("{\"a\":{\"x\":1},\"a\":[],\"a\":null}", "{\"a\":null}")]
    [InlineData("{\"z\":0,\"a\":1,\"a\":2,\"a\":3}", "{\"a\":3,\"z\":0}")]
    public void Write_of_two_members_of_one_name_the_last_counts(string json, string expected) => Assert.Equal(expected, Canonical.Of(json));

    [Fact]
    public void Write_lists_keep_their_order() => Assert.Equal("[3,1,2,1]", Canonical.Of("[3,1,2,1]"));

    [Fact]
    public void Write_unordered_lists_have_one_order()
    {
        var one = Canonical.Of("""{"sg":[{"b":2,"a":1},{"a":0}],"other":[2,1]}""", "sg");
        var same = Canonical.Of("""{"other":[2,1],"sg":[{"a":0},{"a":1.0,"b":2}]}""", "sg");

        Assert.Equal("""{"other":[2,1],"sg":[{"a":0},{"a":1,"b":2}]}""", one);
        Assert.Equal(one, same);
    }

    [Fact]
    public void Write_unordered_lists_within_unordered_lists_are_sorted_from_the_inside()
    {
        var one = Canonical.Of("""{"rules":[{"ports":[2,1]},{"ports":[1,0]}]}""", "rules", "rules[].ports");
        var same = Canonical.Of("""{"rules":[{"ports":[0,1]},{"ports":[1,2]}]}""", "rules", "rules[].ports");

        Assert.Equal("""{"rules":[{"ports":[0,1]},{"ports":[1,2]}]}""", one);
        Assert.Equal(one, same);
    }

    [Fact]
    public void Write_a_list_of_unordered_lists_keeps_its_own_order()
        => Assert.Equal("""[[1,2],[0,3]]""", Canonical.Of("""[[2,1],[3,0]]""", "[]"));

    [Fact]
    public void Write_a_duplicate_in_an_unordered_list_counts()
    {
        Assert.Equal("""{"l":[1,1,2]}""", Canonical.Of("""{"l":[1,2,1]}""", "l"));
        Assert.NotEqual(Canonical.Of("""{"l":[1,2]}""", "l"), Canonical.Of("""{"l":[2,1,2]}""", "l"));
    }

    [Fact]
    public void Write_a_path_of_an_unordered_list_does_nothing_to_an_object()
        => Assert.Equal("""{"l":{"a":1,"b":2}}""", Canonical.Of("""{"l":{"b":2,"a":1}}""", "l"));

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Write_nesting_up_to_the_limit_is_kept_and_beyond_it_is_refused(char open, char close)
    {
        var link = open == '[' ? "[" : "{\"a\":";
        string Nest(int depth) => string.Concat(Enumerable.Repeat(link, depth)) + "1" + new string(close, depth);

        Assert.Equal(Nest(JsonCanonicalizer.MaxDepth), Canonical.Of(Nest(JsonCanonicalizer.MaxDepth)));
        Assert.ThrowsAny<JsonException>(() => Canonical.Of(Nest(JsonCanonicalizer.MaxDepth + 1)));
        Assert.ThrowsAny<JsonException>(() => Canonical.Of(Nest(100_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("[1,")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("\"a")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"line\nbreak\"")]
    [InlineData("tru")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("NaN")]
    [InlineData("'a'")]
    [InlineData("// comment\n1")]
    [InlineData("1 2")]
    [InlineData("{} {}")]
    [InlineData("[]]")]
    [InlineData("{}x")]
    public void Write_what_is_not_one_json_value_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => Canonical.Of(text));

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xff, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xc3, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xed, 0xa0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xc0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public void Write_invalid_utf8_is_refused(byte[] json)
        => Assert.Equal("The text is not valid UTF-8.", Assert.ThrowsAny<JsonException>(() => Canonical.Of(json)).Message);

    [Fact]
    public void Write_after_a_refused_text_works_again()
    {
        var canonicalizer = new JsonCanonicalizer(Canonical.Mask);

        Assert.ThrowsAny<JsonException>(() => canonicalizer.Write("{\"a\":[1,{\"b\""u8, root: null, CanonicalForm.Plain).Length);

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(canonicalizer.Write("{\"a\":1}"u8, root: null, CanonicalForm.Plain)));
    }

    [Fact]
    public void Write_large_documents_come_out_whole()
    {
        var members = Enumerable.Range(0, 20_000).Select(index => string.Create(CultureInfo.InvariantCulture, $"\"name{index:D6}\":\"{new string('x', index % 50)}\"")).ToArray();
        var expected = "{" + string.Join(',', members) + "}";
        Array.Reverse(members);

        Assert.Equal(expected, Canonical.Of("{" + string.Join(',', members) + "}"));
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 300)]
    public void Write_any_spelling_and_order_of_members_gives_the_same_text(JsonTree tree, int seed)
        => Assert.Equal(Canonical.Of(tree.ToString()), Canonical.Of(tree.Spell(seed)));

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 300)]
    public void Write_the_canonical_text_of_a_canonical_text_is_itself(JsonTree tree, int seed)
    {
        var canonical = Canonical.Of(tree.Spell(seed));

        Assert.Equal(canonical, Canonical.Of(canonical));
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 300)]
    public void Write_the_canonical_text_means_the_same(JsonTree tree, int seed)
    {
        using var original = JsonDocument.Parse(tree.Spell(seed));
        using var canonical = JsonDocument.Parse(Canonical.Of(tree.Spell(seed)));

        Assert.True(JsonElement.DeepEquals(original.RootElement, canonical.RootElement));
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 300)]
    public void Write_any_order_of_unordered_lists_gives_the_same_text(JsonTree tree, int seed)
        => Assert.Equal(Canonical.Of(tree.ToString(), "**"), Canonical.Of(Shuffle(tree, new Random(seed)).Spell(seed), "**"));

    private static JsonTree Shuffle(JsonTree tree, Random random)
    {
        switch (tree)
        {
            case JsonTree.Map map:
                return new JsonTree.Map([.. map.Members.Select(member => KeyValuePair.Create(member.Key, Shuffle(member.Value, random)))]);
            case JsonTree.List list:
                var items = list.Items.Select(item => Shuffle(item, random)).ToArray();
                random.Shuffle(items);
                return new JsonTree.List(items);
            default:
                return tree;
        }
    }
}
