using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Tests.Providers.Aws.Api;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>The rules that the module brings: all they must say, their examples, and the tables that are made from them.</summary>
/// <remarks>Run with SECURITYMONKEY_REWRITE=1 to write the tables anew.</remarks>
public sealed partial class RuleCatalogueTests
{
    private const string Begin = "<!-- made from the rules -->";
    private const string End = "<!-- end of what is made from the rules -->";

    // The services answer with them; the samples, which are shorter than an answer, do not have them.
    private static readonly string[] MembersThatSamplesLack = ["MultiRegion", "PubliclyAccessible", "CertificateDetails", "MonitoringInterval", "EngineLifecycleSupport"];

    private static readonly (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) Catalogue =
        RuleCatalog.ReadPath(Repository.Combine("module", "rules"), ExportFolder.Plugins.Evaluators);

    private static IEnumerable<Rule> Rules => Catalogue.Rules.Select(document => document.Rule).OrderBy(rule => rule.Id, StringComparer.Ordinal);

    [Fact]
    public void Every_document_can_be_used() => Assert.True(Catalogue.Problems.Count == 0, string.Join('\n', Catalogue.Problems));

    [Fact]
    public void Every_id_is_there_once() => Assert.Empty(Rules.GroupBy(rule => rule.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_rule_says_all_that_a_rule_should_say()
        => Assert.Empty(Rules.SelectMany(rule => Missing(rule).Select(what => $"{rule.Id} lacks {what}")));

    [Fact]
    public void Every_rule_has_an_example_that_fails_and_one_that_passes()
        => Assert.Empty(Catalogue.Rules
            .Where(document => !new[] { "fail", "pass" }.All(expected => document.Examples.Any(example => example.Expected == expected)))
            .Select(document => document.Rule.Id));

    [Fact]
    public void Every_example_comes_out_as_it_says()
    {
        var wrong = Catalogue.Rules
            .SelectMany(document => RuleTester.Test(document, TimeProvider.System))
            .Where(result => !result.IsSuccess)
            .Select(result => $"{result.Source}: {result.RuleId} '{result.Example}' should {result.Expected}, but it is {result.Actual} ({result.Message})")
            .ToArray();

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_value_of_evidence_is_JSON()
    {
        var wrong = from document in Catalogue.Rules
                    let rule = new CatalogRule.FromDocument(document)
                    from example in document.Examples
                    where example.Expected is "fail"
                    from evidence in RuleTester.Find(rule, example, TimeProvider.System).SelectMany(finding => finding.Evidence)
                    where !IsJson(evidence.Value)
                    select $"{document.Rule.Id} '{example.Name}': {evidence}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_item_type_is_one_that_is_collected()
    {
        var collected = Directory.EnumerateFiles(Repository.Combine("module", "watchers"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(file => ItemTypeLine().Matches(File.ReadAllText(file)).Select(match => match.Groups["type"].Value))
            .Concat(ExportFolder.Plugins.ItemTypes.Select(type => type.Id))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Rules.SelectMany(rule => rule.ItemTypes.Concat(rule.Lookups).Where(type => !collected.Contains(type)).Select(type => $"{rule.Id} looks at {type}")));
    }

    [Fact]
    public void Members_that_rules_demand_are_collected()
    {
        var items = AwsSample.ItemTypes.Select(AwsSample.Load).ToDictionary(sample => sample.ItemType, sample => sample.Items, StringComparer.Ordinal);

        Assert.Empty(
            from document in Catalogue.Rules
            from itemType in document.Rule.ItemTypes
            where items.ContainsKey(itemType) && items[itemType].Count > 0
            from path in document.Condition.Requires
            where !MembersThatSamplesLack.Contains(path) && !items[itemType].Any(item => Has(JsonNode.Parse(item.Config), path.Split('.')))
            select $"{document.Rule.Id} demands {path} of {itemType}, which no sample of the type has");
    }

    [Fact]
    public void Help_lists_the_rules()
        => AssertWritten(Repository.Combine("module", "help", "en-US", "about_SecurityMonkey_RuleCatalog.md"), _ => RuleCatalogueText.HelpPage([.. Rules]));

    [Fact]
    public void Readme_counts_the_rules()
        => AssertWritten(
            Repository.Combine("README.md"),
            text =>
            {
                var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
                return text[..begin] + "\n" + RuleCatalogueText.ReadmeTable([.. Rules]) + text[end..];
            });

    private static bool Has(JsonNode? node, IEnumerable<string> path)
        => path.Aggregate((Node: node, IsThere: true), (at, name) => at.Node is JsonObject map && map.TryGetPropertyValue(name, out var value) ? (value, at.IsThere) : (null, false)).IsThere;

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Missing(Rule rule)
    {
        (string What, bool IsThere)[] parts =
        [
            ("a title", rule.Title.Length > 0),
            ("item types", rule.ItemTypes.Count > 0),
            ("why it matters", rule.Why.Length > 0),
            ("how to mend it", rule.Fix.Length > 0),
            ("references", rule.References.Count > 0 && rule.References.All(reference => reference.StartsWith("https://", StringComparison.Ordinal))),
            ("tags", rule.Tags.Count > 0),
            ("its origin", rule.Origin.Count > 0),
            ("an id of its provider", rule.ItemTypes.All(type => rule.Id.StartsWith($"SM-{type.Split('.')[0].ToUpperInvariant()}-", StringComparison.Ordinal))),
        ];
        return parts.Where(part => !part.IsThere).Select(part => part.What);
    }

    private static void AssertWritten(string file, Func<string, string> write)
    {
        var actual = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var expected = write(actual).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("SECURITYMONKEY_REWRITE") is "1")
        {
            File.WriteAllText(file, expected);
            return;
        }

        Assert.True(expected == actual, $"{file} does not say what the rules say. Run this test with SECURITYMONKEY_REWRITE=1 to write it anew.");
    }

    [GeneratedRegex(@"itemType:\s*(?<type>[a-z0-9.]+)")]
    private static partial Regex ItemTypeLine();
}
