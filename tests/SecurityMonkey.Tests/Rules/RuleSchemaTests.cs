using System.Text.RegularExpressions;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>The schema that editors use, beside the parser: both must take and refuse the same documents.</summary>
public sealed partial class RuleSchemaTests
{
    private const string Good =
        """
        apiVersion: securitymonkey/v1
        kind: Rule
        metadata: { id: ACME-EC2-001, title: Port is open, tags: [network, 2024] }
        spec:
          itemTypes: [aws.ec2.securitygroup]
          score: 8
          parameters: { ports: [22] }
          forEach: IpPermissions[]
          when: port_in_range(param('ports'), FromPort, ToPort)
          discriminator: '{FromPort}'
          evidence: [FromPort]
          fix: { text: Close it., aws: aws ec2 close }
          controls: { cis-1.0: ['1.1', 1.2], pci: '2' }
          examples: [{ name: open, expect: fail, findings: 1, config: { IpPermissions: [{ FromPort: 22, ToPort: 22 }] } }]
        """;

    private static readonly DocumentSchema Schema = DocumentSchema.Load("rule.schema.json");

    public static TheoryData<string> ShippedFiles()
        => [.. Directory.EnumerateFiles(Repository.Combine("module", "rules"), "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void Shipped_rules_are_valid_and_name_their_schema(string file)
    {
        var path = Repository.Combine(file);

        Assert.Empty(Schema.Validate(File.ReadAllText(path)));
        var schema = SchemaLine().Match(File.ReadLines(path).First()).Groups["path"].Value;
        Assert.True(
            schema.Length > 0 && File.Exists(Path.Combine(Path.GetDirectoryName(path)!, schema)),
            $"{file} should begin with '# yaml-language-server: $schema=' and the relative path of module/schemas/rule.schema.json, so that editors know its keys.");
    }

    [Fact]
    public void Good_document_is_good_for_both()
    {
        Assert.Empty(Schema.Validate(Good));
        Assert.Empty(RuleDocumentParser.Parse(Good, "f.yaml").Problems);
    }

    [Theory]
    [InlineData("securitymonkey/v1", "securitymonkey/v2")]
    [InlineData("kind: Rule", "kind: rule")]
    [InlineData("kind: Rule", "")]
    [InlineData("id: ACME-EC2-001", "id: acme-1")]
    [InlineData("id: ACME-EC2-001, ", "")]
    [InlineData("title: Port is open", "title: Port is open, since: soon")]
    [InlineData("title: Port is open", "title: ''")]
    [InlineData("tags: [network, 2024]", "tags: { a: b }")]
    [InlineData("tags: [network, 2024]", "tag: network")]
    [InlineData("itemTypes: [aws.ec2.securitygroup]", "itemTypes: []")]
    [InlineData("itemTypes:", "itemType:")]
    [InlineData("score: 8", "score: 11")]
    [InlineData("score: 8", "score: high")]
    [InlineData("score: 8", "score: '8'")]
    [InlineData("parameters: { ports: [22] }", "parameters: [22]")]
    [InlineData("discriminator: '{FromPort}'", "")]
    [InlineData("evidence: [FromPort]", "evidence: [FromPort, '']")]
    [InlineData("fix: { text: Close it., aws: aws ec2 close }", "fix: Close it.")]
    [InlineData("fix: { text: Close it., aws: aws ec2 close }", "fix: { text: [Close it.] }")]
    [InlineData("pci: '2'", "pci: { a: b }")]
    [InlineData("expect: fail", "expect: failure")]
    [InlineData("expect: fail, ", "")]
    [InlineData("findings: 1", "findings: -1")]
    [InlineData("findings: 1", "finding: 1")]
    [InlineData("findings: 1, config", "findings: 1, conf")]
    [InlineData("examples: [{", "examples: [4, {")]
    public void Broken_document_is_broken_for_both(string good, string broken)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var text = Good.Replace(good, broken, StringComparison.Ordinal);

        Assert.NotEmpty(Schema.Validate(text));
        Assert.NotEmpty(RuleDocumentParser.Parse(text, "f.yaml").Problems);
    }

    [Theory]
    [InlineData("", "document", "{}")]
    [InlineData("properties/metadata", "metadata", "{ metadata: {}, spec: {} }")]
    [InlineData("properties/spec", "spec", "{ metadata: {}, spec: {} }")]
    [InlineData("definitions/example", "examples", "{ metadata: {}, spec: { examples: [{}] } }")]
    public void Schema_and_parser_know_the_same_keys(string pointer, string map, string document)
    {
        // An unknown key makes the parser name all that it knows.
        var text = document.Replace("{}", "{ unknownKey: 1 }", StringComparison.Ordinal).Replace("{ examples", "{ unknownKey: 1, examples", StringComparison.Ordinal);
        var known = RuleDocumentParser.Parse(text, "f.yaml").Problems
            .Select(problem => UnknownKey().Match(problem.Message)).Single(match => match.Groups["map"].Value == map).Groups["keys"].Value.Split(", ");

        Assert.Equal(known.Order(StringComparer.Ordinal), Schema.Keys(pointer).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^# yaml-language-server: \\$schema=(?<path>\\S+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex SchemaLine();

    [GeneratedRegex("^'unknownKey' is not a key of '(?<map>[^']*)'\\.( Did you mean '.*'\\?)? Known are: (?<keys>.*)\\.$", RegexOptions.ExplicitCapture)]
    private static partial Regex UnknownKey();
}
