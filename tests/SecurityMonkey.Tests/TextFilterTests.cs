using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Data.Sqlite;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Tests;

public sealed class TextFilterTests
{
    [Theory]
    [InlineData("prod", "prod", true)]
    [InlineData("prod", "PROD", true)]
    [InlineData("prod", "production", false)]
    [InlineData("prod", "", false)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything\nat all", true)]
    [InlineData("prod*", "Production", true)]
    [InlineData("*prod", "nonprod", true)]
    [InlineData("*prod", "prod\n", false)]
    [InlineData("a*b*c", "a--b--c", true)]
    [InlineData("a*b*c", "a--c--b", false)]
    [InlineData("pro?", "prod", true)]
    [InlineData("pro?", "pro", false)]
    [InlineData("a?b", "a\nb", true)]
    [InlineData("\u00c9t\u00e9*", "\u00e9T\u00c9-1", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("a+(b)|c^$\\d{2}#", "A+(B)|C^$\\D{2}#", true)]
    public void IsMatch_wildcards_are_those_of_powershell(string pattern, string text, bool expected)
        => Assert.Equal(expected, TextFilter.Of([pattern]).IsMatch(text));

    [Theory]
    [InlineData("[abc]1", "B1", true)]
    [InlineData("[abc]1", "d1", false)]
    [InlineData("web[0-9]", "web7", true)]
    [InlineData("web[0-9]", "web77", false)]
    [InlineData("web[0-9a-c]", "webB", true)]
    [InlineData("[^a]", "^", true)]
    [InlineData("[^a]", "b", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[\\d]", "\\", true)]
    [InlineData("[\\d]", "5", false)]
    [InlineData("[a-[b]", "[", true)]
    [InlineData("[a-z-[b]]", "b]", true)]
    [InlineData("[`]]", "]", true)]
    [InlineData("[`]]", "`]", false)]
    [InlineData("[a`-z]", "m", false)]
    [InlineData("[a`-z]", "-", true)]
    [InlineData("[.]", "x", false)]
    public void IsMatch_a_set_is_one_of_its_characters(string pattern, string text, bool expected)
        => Assert.Equal(expected, TextFilter.Of([pattern]).IsMatch(text));

    [Theory]
    [InlineData("[", "[", true)]
    [InlineData("a[b", "A[B", true)]
    [InlineData("[]", "[]", true)]
    [InlineData("a]", "a]", true)]
    [InlineData("[z-a]", "-", true)]
    [InlineData("[z-a]", "m", false)]
    [InlineData("[`", "[`", true)]
    public void IsMatch_what_is_no_set_is_taken_as_it_is(string pattern, string text, bool expected)
        => Assert.Equal(expected, TextFilter.Of([pattern]).IsMatch(text));

    [Theory]
    [InlineData("a`*", "a*", true)]
    [InlineData("a`*", "ab", false)]
    [InlineData("`?", "?", true)]
    [InlineData("`[a`]", "[a]", true)]
    [InlineData("``", "`", true)]
    [InlineData("a`", "a`", true)]
    [InlineData("`a", "a", true)]
    public void IsMatch_a_backtick_takes_the_meaning_away(string pattern, string text, bool expected)
        => Assert.Equal(expected, TextFilter.Of([pattern]).IsMatch(text));

    [Fact]
    public void IsMatch_one_of_several_patterns_is_enough()
    {
        var filter = TextFilter.Of(["prod*", "test"]);

        Assert.True(filter.IsMatch("production"));
        Assert.True(filter.IsMatch("TEST"));
        Assert.False(filter.IsMatch("testing"));
    }

    [Fact]
    public void Of_nothing_everything_matches()
    {
        Assert.True(TextFilter.Of(null).IsAll);
        Assert.True(TextFilter.Of([]).IsAll);
        Assert.True(TextFilter.All.IsMatch("anything"));
        Assert.False(TextFilter.Of(["*"]).IsAll);
    }

    [Fact]
    public void Literals_are_the_patterns_without_wildcards_unescaped()
        => Assert.Equal(["prod", "a*b", "`"], TextFilter.Of(["prod", "pro*", "a`*b", "x[0-9]", "``", "?"]).Literals);

    [Theory]
    [InlineData("prod", false)]
    [InlineData("pro?", true)]
    [InlineData("*", true)]
    [InlineData("[a]", true)]
    [InlineData("a`*", false)]
    [InlineData("a`**", true)]
    [InlineData("a`", false)]
    public void HasWildcard_escaped_ones_do_not_count(string pattern, bool expected) => Assert.Equal(expected, TextFilter.HasWildcard(pattern));

    [Theory]
    [InlineData("prod", "prod")]
    [InlineData("pro*", "pro%")]
    [InlineData("100%_\\", "100\\%\\_\\\\")]
    [InlineData("a`*`%", "a*\\%")]
    public void ToLikePatterns_wildcards_become_those_of_sql(string pattern, string expected)
        => Assert.Equal([expected], TextFilter.Of([pattern]).ToLikePatterns());

    [Theory]
    [InlineData("web[0-9]")]
    [InlineData("\u00e9*")]
    public void ToLikePatterns_what_cannot_be_said_so_is_null(string pattern) => Assert.Null(TextFilter.Of(["prod", pattern]).ToLikePatterns());

    [Fact]
    public void ToLikePatterns_match_every_character_that_the_filter_takes_for_a_letter()
    {
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            var filter = TextFilter.Of([letter.ToString()]);
            var matching = Enumerable.Range(0, 0xd800).Select(value => ((char)value).ToString()).Where(filter.IsMatch).ToArray();
            Assert.All(matching, text => Assert.True(IsLike(filter, text), $"U+{(int)text[0]:X4}"));
        }
    }

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 1000)]
    public void ToLikePatterns_match_at_least_what_the_filter_matches(Sample sample)
    {
        var filter = TextFilter.Of([sample.Pattern]);

        Assert.True(!filter.IsMatch(sample.Text) || filter.ToLikePatterns() is null || IsLike(filter, sample.Text));
    }

    [Property(Arbitrary = [typeof(Texts)], MaxTest = 1000)]
    public void IsMatch_any_pattern_can_be_asked_and_an_escaped_text_matches_itself_only(Sample sample)
    {
        Assert.Null(Record.Exception(() => TextFilter.Of([sample.Pattern]).IsMatch(sample.Text)));

        var escaped = TextFilter.Of([string.Concat(sample.Text.Select(character => "`" + character))]);
        Assert.True(escaped.IsMatch(sample.Text));
        Assert.False(escaped.IsMatch(sample.Text + "x"));
        Assert.Equal([sample.Text], escaped.Literals);
    }

    private static bool IsLike(TextFilter filter, string text)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = @"SELECT @text LIKE @pattern ESCAPE '\'";
        command.Parameters.AddWithValue("@text", text);
        command.Parameters.AddWithValue("@pattern", filter.ToLikePatterns()?.Single());
        return command.ExecuteScalar() is 1L;
    }

    /// <summary>A pattern and a text that it often matches.</summary>
    public sealed record Sample(string Pattern, string Text);

    private static class Texts
    {
        public static Arbitrary<Sample> Samples() => Arb.From(
            from count in Gen.Choose(0, 6)
            from parts in Gen.CollectToList(Enumerable.Range(0, count), _ => Part())
            select new Sample(string.Concat(parts.Select(part => part.Pattern)), string.Concat(parts.Select(part => part.Text))));

        private static Gen<(string Pattern, string Text)> Part() => Gen.Elements(
            ("a", "a"), ("a", "A"), ("K", "k"), ("k", "\u212a"), ("i", "\u0130"), ("%", "%"), ("_", "_"), ("_", "x"), ("\\", "\\"), ("*", ""), ("*", "x\ny"),
            ("?", "x"), ("?", "\u00e9"), ("??", "\ud83d\ude00"), ("`*", "*"), ("`?", "?"), ("``", "`"), ("`_", "_"), ("`%", "%"),
            ("[ab]", "b"), ("[a-c]", "C"), ("[", "["), ("]", "]"), ("[]", "[]"), ("^", "^"), ("-", "-"), ("[a-[b]", "["), ("[`]]", "]"), ("\u00e9", "\u00c9"));
    }
}
