using System.Text.RegularExpressions;
using SecurityMonkey.Engine.Accounts;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Tests.Providers.Export;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Documents;

/// <summary>The schemas of baselines and known accounts that editors use, beside the parsers: both must take and refuse the same documents.</summary>
public sealed partial class DocumentSchemaTests
{
    private static readonly Dictionary<string, DocumentSchema> Schemas =
        new[] { "baseline.schema.json", "known-accounts.schema.json" }.ToDictionary(file => file, DocumentSchema.Load, StringComparer.Ordinal);

    private const string Baseline =
        """
        apiVersion: securitymonkey/v1
        kind: Baseline
        metadata: { name: acme-2026, title: What ACME checks, date: 2026-11-24 }
        spec:
          rules: [ACME-*]
          controls: [cis-aws-5.0]
          tags: [exposure]
          except: [ACME-9]
          until: 2026-11
          settings: [{ rule: ACME-1, enabled: true, score: 3, parameters: { ports: [22] } }]
        """;

    private const string KnownAccounts =
        """
        apiVersion: securitymonkey/v1
        kind: KnownAccounts
        metadata: { name: Service, references: ['https://example.com'] }
        spec:
          accountType: AWS
          accounts: { eu-west-1: '012345678901', us-east-1: '123456789012' }
        """;

    [Theory]
    [InlineData("module/baselines", "baseline.schema.json")]
    [InlineData("module/accounts", "known-accounts.schema.json")]
    public void Shipped_documents_are_valid_and_name_their_schema(string folder, string schemaFile)
    {
        var schema = Schemas[schemaFile];
        foreach (var file in Directory.EnumerateFiles(Repository.Combine(folder), "*.yaml", SearchOption.AllDirectories))
        {
            Assert.Empty(schema.Validate(File.ReadAllText(file)));
            var named = SchemaLine().Match(File.ReadLines(file).First()).Groups["path"].Value;
            Assert.Equal(Repository.Combine("module", "schemas", schemaFile), Path.GetFullPath(named, Path.GetDirectoryName(file)!));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("kind: Baseline", "kind: Baselines")]
    [InlineData("name: acme-2026", "name: acme 2026")]
    [InlineData("name: acme-2026, ", "")]
    [InlineData("date: 2026-11-24", "date: yesterday")]
    [InlineData(", date: 2026-11-24", "")]
    [InlineData("date: 2026-11-24", "data: 2026-11-24")]
    [InlineData("rules: [ACME-*]", "rule: [ACME-*]")]
    [InlineData("rules: [ACME-*]", "rules: [{ a: b }]")]
    [InlineData("tags: [exposure]", "tags: ['']")]
    [InlineData("until: 2026-11", "until: 2026")]
    [InlineData("rule: ACME-1, ", "")]
    [InlineData("enabled: true", "enabled: 1")]
    [InlineData("score: 3", "score: 11")]
    [InlineData("parameters: { ports: [22] }", "parameters: [22]")]
    [InlineData("parameters: { ports: [22] }", "parameter: { ports: [22] }")]
    [InlineData("settings: [", "settings: [3, ")]
    public void Baseline_is_good_or_broken_for_both(string good, string broken)
        => AssertSame("baseline.schema.json", Baseline, good, broken, text => ProblemsOf(problems => BaselineParser.Parse(text, "f.yaml", problems)));

    [Theory]
    [InlineData("", "")]
    [InlineData("kind: KnownAccounts", "kind: KnownAccount")]
    [InlineData("name: Service, ", "")]
    [InlineData("references", "reference")]
    [InlineData("accountType: AWS", "accountTypes: AWS")]
    [InlineData("accountType: AWS", "")]
    [InlineData("accounts: {", "accounts: [{")]
    [InlineData("'012345678901'", "''")]
    [InlineData("'012345678901'", "[1]")]
    public void Known_accounts_are_good_or_broken_for_both(string good, string broken)
        => AssertSame("known-accounts.schema.json", KnownAccounts, good, broken, ProblemsOfAccounts);

    [Theory]
    [InlineData("'012345678901'", "'12345678901'", "f.yaml(6,26): '12345678901' is not an AWS account number; it has 12 digits")]
    [InlineData("AWS", "AWSS", "f.yaml(5,16): There is no account type 'AWSS'. Did you mean 'AWS'?")]
    public void Account_that_cannot_be_one_is_an_error_with_its_place(string good, string broken, string expected)
        => Assert.Contains(ProblemsOfAccounts(KnownAccounts.Replace(good, broken, StringComparison.Ordinal)), problem => problem.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("baseline.schema.json", "", "document", "{}")]
    [InlineData("baseline.schema.json", "properties/metadata", "metadata", "{ metadata: {}, spec: {} }")]
    [InlineData("baseline.schema.json", "properties/spec", "spec", "{ metadata: {}, spec: {} }")]
    [InlineData("baseline.schema.json", "definitions/setting", "settings", "{ metadata: {}, spec: { settings: [{}] } }")]
    [InlineData("known-accounts.schema.json", "", "document", "{}")]
    [InlineData("known-accounts.schema.json", "properties/metadata", "metadata", "{ metadata: {}, spec: {} }")]
    [InlineData("known-accounts.schema.json", "properties/spec", "spec", "{ metadata: {}, spec: {} }")]
    public void Schema_and_parser_know_the_same_keys(string schemaFile, string pointer, string map, string document)
    {
        // An unknown key makes the parser name all that it knows.
        var text = document.Replace("{}", "{ unknownKey: 1 }", StringComparison.Ordinal).Replace("{ settings", "{ unknownKey: 1, settings", StringComparison.Ordinal);
        var problems = schemaFile.StartsWith("baseline", StringComparison.Ordinal)
            ? ProblemsOf(found => BaselineParser.Parse(text, "f.yaml", found))
            : ProblemsOfAccounts(text);
        var known = problems.Select(problem => UnknownKey().Match(problem.Message)).Single(match => match.Groups["map"].Value == map).Groups["keys"].Value.Split(", ");

        Assert.Equal(known.Order(StringComparer.Ordinal), Schemas[schemaFile].Keys(pointer).Order(StringComparer.Ordinal));
    }

    private static void AssertSame(string schemaFile, string document, string good, string broken, Func<string, IReadOnlyList<DocumentProblem>> read)
    {
        Assert.Contains(good, document, StringComparison.Ordinal);
        var text = good.Length == 0 ? document : document.Replace(good, broken, StringComparison.Ordinal);
        text = broken.EndsWith("[{", StringComparison.Ordinal) ? text.Replace("'123456789012' }", "'123456789012' }]", StringComparison.Ordinal) : text;

        Assert.Equal(good.Length == 0, Schemas[schemaFile].Validate(text).Count == 0);
        Assert.Equal(good.Length == 0, read(text).Count == 0);
    }

    private static IReadOnlyList<DocumentProblem> ProblemsOfAccounts(string text)
        => ProblemsOf(problems => new ServiceAccountParser(ExportFolder.Plugins).Parse(text, "f.yaml", problems));

    private static List<DocumentProblem> ProblemsOf(Action<List<DocumentProblem>> read)
    {
        var problems = new List<DocumentProblem>();
        read(problems);
        return problems;
    }

    [GeneratedRegex("^# yaml-language-server: \\$schema=(?<path>\\S+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex SchemaLine();

    [GeneratedRegex("^'unknownKey' is not a key of '(?<map>[^']*)'\\.( Did you mean '.*'\\?)? Known are: (?<keys>.*)\\.$", RegexOptions.ExplicitCapture)]
    private static partial Regex UnknownKey();
}
