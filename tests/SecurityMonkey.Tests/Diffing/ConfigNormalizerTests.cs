using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

public sealed class ConfigNormalizerTests
{
    // Built at run time, so that no scanner takes it for a real one.
    private static readonly string Token = "ghp" + "_" + string.Concat(Enumerable.Repeat("aB3dEf", 6));

    private static readonly ItemType Type = new("acme.thing", "Thing")
    {
        EphemeralPaths = ["LastUsed", "Stats.*", "Keys[].Used?", "**.Progress?"],
        UnorderedPaths = ["Tags", "Keys"],
        SecretPaths = ["Credentials", "Pins[]", "Env.*"],
    };

    [Fact]
    public void Normalize_hashes_are_those_of_the_texts()
    {
        var config = Normalize("""{"LastUsed":"today","Name":"x"}""");

        Assert.Equal("""{"LastUsed":"today","Name":"x"}""", config.Text);
        Assert.Equal("""{"LastUsed":"today","Name":"x"}""", Encoding.UTF8.GetString(config.Json));
        Assert.Equal(32, config.CompleteHash.Length);
        Assert.Equal(Normalize("""{"Name":"x"}""").CompleteHash, config.DurableHash);
    }

    [Fact]
    public void Normalize_without_ephemeral_values_both_hashes_are_the_same()
    {
        var config = Normalize("""{"Name":"x"}""");

        Assert.Equal(config.CompleteHash, config.DurableHash);
    }

    [Theory]
    [InlineData("""{"Name":"x","Size":1}""", """ { "Size" : 1.0, "Name" : "\u0078" } """)]
    [InlineData("""{"Tags":[{"Key":"a"},{"Key":"b"}]}""", """{"Tags":[{"Key":"b"},{"Key":"a"}]}""")]
    [InlineData("""{"LastUsed":1,"Tags":[1,2]}""", """{"Tags":[2,1],"LastUsed":1}""")]
    [InlineData("""{"password":"x y","LastUsed":1}""", """{"LastUsed":1,"password":"x\u0020y"}""")]
    public void Normalize_equal_configurations_have_an_equal_pair(string one, string other)
    {
        Assert.Equal(Normalize(one).CompleteHash, Normalize(other).CompleteHash);
        Assert.Equal(Normalize(one).DurableHash, Normalize(other).DurableHash);
    }

    [Theory]
    [InlineData("""{"Name":"x"}""", """{"Name":"y"}""")]
    [InlineData("""{"Size":1}""", """{"Size":"1"}""")]
    [InlineData("""{"List":[1,2]}""", """{"List":[2,1]}""")]
    [InlineData("""{"Tags":[1,2]}""", """{"Tags":[1,2,2]}""")]
    [InlineData("""{"LastUsed":1,"Name":"x"}""", """{"LastUsed":1,"Name":"y"}""")]
    [InlineData("""{"password":"one"}""", """{"password":"two"}""")]
    [InlineData("""{"Credentials":{"user":"a"}}""", """{"Credentials":{"user":"b"}}""")]
    [InlineData("""{"Name":null}""", "{}")]
    public void Normalize_a_durable_change_changes_both_hashes(string one, string other)
    {
        Assert.NotEqual(Normalize(one).CompleteHash, Normalize(other).CompleteHash);
        Assert.NotEqual(Normalize(one).DurableHash, Normalize(other).DurableHash);
    }

    [Theory]
    [InlineData("""{"Name":"x","LastUsed":1}""", """{"Name":"x","LastUsed":2}""")]
    [InlineData("""{"Name":"x","LastUsed":1}""", """{"Name":"x"}""")]
    [InlineData("""{"Name":"x","Stats":{"a":1}}""", """{"Name":"x","Stats":{"b":{"c":1},"d":[]}}""")]
    [InlineData("""{"Deep":[{"Progress":"10%"}]}""", """{"Deep":[{}]}""")]
    [InlineData("""{"Keys":[{"Id":1,"Used":9},{"Id":2,"Used":1}]}""", """{"Keys":[{"Id":1,"Used":0},{"Id":2,"Used":7}]}""")]
    [InlineData("""{"password":"secret","LastUsed":1}""", """{"LastUsed":2,"password":"secret"}""")]
    [InlineData("""{"Credentials":{"a":1},"LastUsed":1}""", """{"Credentials":{"a":1}}""")]
    [InlineData("""{"Credentials":{"a":1,"Progress":1}}""", """{"Credentials":{"a":1,"Progress":2}}""")]
    [InlineData("""{"Credentials":{"a":[{"b":{"Progress":1}}]}}""", """{"Credentials":{"a":[{"b":{"Progress":2}}]}}""")]
    public void Normalize_an_ephemeral_change_leaves_the_durable_hash(string one, string other)
        => Assert.Equal(Normalize(one).DurableHash, Normalize(other).DurableHash);

    [Theory]
    [InlineData("""{"Name":"x","LastUsed":1}""", """{"Name":"x","LastUsed":2}""")]
    [InlineData("""{"Name":"x","LastUsed":1}""", """{"Name":"x"}""")]
    public void Normalize_an_ephemeral_change_changes_the_complete_hash(string one, string other)
        => Assert.NotEqual(Normalize(one).CompleteHash, Normalize(other).CompleteHash);

    [Fact]
    public void Normalize_an_ephemeral_value_that_looks_like_a_secret_leaves_the_durable_hash()
        => Assert.Equal(
            Normalize("{\"Name\":\"x\"}").DurableHash,
            Normalize($"{{\"Name\":\"x\",\"LastUsed\":\"{Token}\"}}").DurableHash);

    [Fact]
    public void Normalize_one_secret_has_one_mask_wherever_it_stands()
    {
        using var config = Parse(Normalize("""{"a":{"password":"one"},"b":{"clientSecret":"one"},"c":{"password":"two"}}"""));
        var root = config.RootElement;

        Assert.Equal(root.GetProperty("a").GetProperty("password").GetString(), root.GetProperty("b").GetProperty("clientSecret").GetString());
        Assert.NotEqual(root.GetProperty("a").GetProperty("password").GetString(), root.GetProperty("c").GetProperty("password").GetString());
    }

    [Fact]
    public void Normalize_another_key_gives_another_mask()
    {
        var other = new ConfigNormalizer(ItemTypePaths.Compile(Type), new SecretMask([.. Enumerable.Repeat((byte)8, 32)]));

        Assert.NotEqual(Normalize("""{"password":"one"}""").Text, other.Normalize("""{"password":"one"}"""u8).Text);
    }

    [Theory]
    [InlineData("""{"password":""}""")]
    [InlineData("""{"password":null}""")]
    [InlineData("""{"password":12}""")]
    [InlineData("""{"password":{"minimumLength":12}}""")]
    [InlineData("""{"password":["a"]}""")]
    [InlineData("""{"PasswordPolicy":"strict","passwordless":"yes"}""")]
    [InlineData("""{"Credentials":""}""")]
    [InlineData("""{"Credentials":null}""")]
    [InlineData("""{"Pins":[]}""")]
    [InlineData("""{"Env":{}}""")]
    public void Normalize_what_holds_no_secret_stays(string json) => Assert.Equal(json, Normalize(json).Text);

    [Theory]
    [InlineData("""{"password":"x"}""", """{"password":#}""")]
    [InlineData("""{"a":[{"b":{"sharedAccessKey":"x"}}]}""", """{"a":[{"b":{"sharedAccessKey":#}}]}""")]
    [InlineData("""{"pass\u0077ord":"x"}""", """{"password":#}""")]
    [InlineData("""{"Credentials":"x"}""", """{"Credentials":#}""")]
    [InlineData("""{"Credentials":1234}""", """{"Credentials":#}""")]
    [InlineData("""{"Credentials":{"user":"a","nested":[1,{"b":2}]}}""", """{"Credentials":#}""")]
    [InlineData("""{"Credentials":["a",1]}""", """{"Credentials":#}""")]
    [InlineData("""{"Pins":[1234,"5678",null,""]}""", """{"Pins":[#,#,null,""]}""")]
    [InlineData("""{"Env":{"A":"x","B":1,"C":{"d":1}}}""", """{"Env":{"A":#,"B":#,"C":#}}""")]
    public void Normalize_secrets_are_masked_whole(string json, string expected)
    {
        var text = Normalize(json).Text;

        Assert.Matches("^" + string.Join("\"\\(masked:[0-9a-f]{16}\\)\"", expected.Split('#').Select(System.Text.RegularExpressions.Regex.Escape)) + "$", text);
    }

    [Fact]
    public void Normalize_detected_secrets_are_masked_anywhere()
    {
        var text = Normalize($$$"""{"Name":"x","Notes":["first","use {{{Token}}} here"],"{{{Token}}}x":1}""").Text;

        Assert.DoesNotContain("use ghp", text, StringComparison.Ordinal);
        Assert.Contains("\"Notes\":[\"first\",\"(masked:", text, StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"x\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalize_one_secret_has_one_mask_whether_declared_or_detected()
    {
        using var config = Parse(Normalize($$"""{"Credentials":"{{Token}}","Notes":"{{Token}}"}"""));

        Assert.Equal(config.RootElement.GetProperty("Credentials").GetString(), config.RootElement.GetProperty("Notes").GetString());
    }

    [Fact]
    public void Matched_tells_which_declared_paths_were_in_any_configuration()
    {
        var paths = ItemTypePaths.Compile(Type);
        var normalizer = new ConfigNormalizer(paths, Canonical.Mask);
        IEnumerable<string> Unmatched() => paths.Unmatched(PathFlags.Ephemeral, normalizer.Matched);

        normalizer.Normalize("""{"Name":"x"}"""u8);
        Assert.Equal(["LastUsed", "Stats.*"], Unmatched());

        normalizer.Normalize("""{"LastUsed":null}"""u8);
        normalizer.Normalize("""{"Stats":{}}"""u8);
        Assert.Equal(["Stats.*"], Unmatched());

        normalizer.Normalize("""{"Stats":{"a":1}}"""u8);
        Assert.Empty(Unmatched());
    }

    [Fact]
    public void Normalize_what_is_not_json_is_refused() => Assert.ThrowsAny<JsonException>(() => Normalize("{"));

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 300)]
    public void Normalize_spelling_never_changes_a_hash(JsonTree tree, int seed)
    {
        var normalizer = new ConfigNormalizer(Canonical.Matcher(["**.a?", "**.b[]?"], ["**.Tags"], ["**.name"]), Canonical.Mask);
        var one = normalizer.Normalize(Encoding.UTF8.GetBytes(tree.ToString()));
        var other = normalizer.Normalize(Encoding.UTF8.GetBytes(tree.Spell(seed)));

        Assert.Equal(one.CompleteHash, other.CompleteHash);
        Assert.Equal(one.DurableHash, other.DurableHash);
    }

    [Property(Arbitrary = [typeof(JsonArbitraries)], MaxTest = 300)]
    public void Normalize_what_happens_at_ephemeral_paths_never_changes_the_durable_hash(JsonTree tree, JsonTree value, bool isRemoved)
    {
        var normalizer = new ConfigNormalizer(Canonical.Matcher(["**.a?"], ["**.b", "**.Tags"], ["**.name"]), Canonical.Mask);
        var one = normalizer.Normalize(Encoding.UTF8.GetBytes(tree.ToString()));
        var other = normalizer.Normalize(Encoding.UTF8.GetBytes(Replace(tree, "a", isRemoved ? null : value).ToString()));

        Assert.Equal(one.DurableHash, other.DurableHash);
    }

    private static JsonTree Replace(JsonTree tree, string name, JsonTree? value) => tree switch
    {
        JsonTree.Map map => new JsonTree.Map(
        [
            .. map.Members.Where(member => member.Key != name).Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, name, value))),
            .. value is null ? Array.Empty<KeyValuePair<string, JsonTree>>() : [KeyValuePair.Create(name, value)],
        ]),
        JsonTree.List list => new JsonTree.List([.. list.Items.Select(item => Replace(item, name, value))]),
        _ => tree,
    };

    private static ConfigNormalizer Normalizer() => new(ItemTypePaths.Compile(Type), Canonical.Mask);

    private static NormalizedConfig Normalize(string json) => Normalizer().Normalize(Encoding.UTF8.GetBytes(json));

    private static JsonDocument Parse(NormalizedConfig config) => JsonDocument.Parse(config.Json);
}
