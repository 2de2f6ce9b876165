using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Tests.Rules;

public sealed class RuleDocumentParserTests
{
    private static readonly string[] Lines =
    [
        "apiVersion: securitymonkey/v1", // 1
        "kind: Rule",
        "metadata:",
        "  id: ACME-EC2-001",
        "  title: Port is open", // 5
        "  tags: [network, exposure]",
        "spec:",
        "  itemTypes: [aws.ec2.securitygroup, acme.*]",
        "  score: 8",
        "  parameters: { ports: [22, 80-90], strict: true }", // 10
        "  forEach: IpPermissions[]",
        "  when: port_in_range(param('ports'), FromPort, ToPort)",
        "  discriminator: '{FromPort}'",
        "  message: Port {FromPort} is open",
        "  evidence: [FromPort, parent().GroupId]", // 15
        "  why: Because.",
        "  fix: { text: Close it., aws: aws ec2 close, gh: gh close }",
        "  references: [https://example.com/a, https://example.com/b]",
        "  controls: { cis-1.0: ['1.1', '1.2'], pci: '2' }",
        "  examples:", // 20
        "    - name: open",
        "      expect: fail",
        "      findings: 1",
        "      parameters: { ports: [443] }",
        "      config: { IpPermissions: [{ FromPort: 443, ToPort: 443 }] }", // 25
        "    - { name: closed, expect: pass, config: {} }",
    ];

    [Fact]
    public void Parse_a_rule_has_all_that_is_written()
    {
        var document = Single(Lines);
        var rule = document.Rule;

        Assert.Equal(("f.yaml", 1), (document.File, document.Line));
        Assert.Equal(("ACME-EC2-001", "Port is open", 8, "f.yaml"), (rule.Id, rule.Title, rule.Score, rule.Source));
        Assert.Equal(["network", "exposure"], rule.Tags);
        Assert.Equal(["aws.ec2.securitygroup", "acme.*"], rule.ItemTypes);
        Assert.Equal(new Dictionary<string, string> { ["ports"] = "[22,\"80-90\"]", ["strict"] = "true" }, rule.Parameters);
        Assert.Equal(("Because.", "Close it."), (rule.Why, rule.Fix));
        Assert.Equal(new Dictionary<string, string> { ["aws"] = "aws ec2 close", ["gh"] = "gh close" }, rule.FixCommands);
        Assert.Equal(["https://example.com/a", "https://example.com/b"], rule.References);
        Assert.Equal(["1.1", "1.2"], rule.Controls["cis-1.0"]);
        Assert.Equal(["2"], rule.Controls["pci"]);
        Assert.Equal(["IpPermissions[]"], document.Condition.ForEach.Select(path => path.Text));
        Assert.Equal("port_in_range(param('ports'), FromPort, ToPort)", document.Condition.When);
        Assert.Equal(("Port {FromPort} is open", "{FromPort}"), (document.Condition.Message, document.Condition.Discriminator));
        Assert.Equal(["FromPort", "parent().GroupId"], document.Condition.Evidence);
    }

    [Fact]
    public void Parse_examples_have_all_that_is_written()
    {
        var examples = Single(Lines).Examples;

        Assert.Equal(["open", "closed"], examples.Select(example => example.Name));
        Assert.Equal([true, false], examples.Select(example => example.Expected == "fail"));
        Assert.Equal([1, null], examples.Select(example => example.Findings));
        Assert.Equal([21, 26], examples.Select(example => example.Line));
        Assert.Equal("""{"IpPermissions":[{"FromPort":443,"ToPort":443}]}""", examples[0].Item.ConfigJson);
        Assert.Equal(new Dictionary<string, string> { ["ports"] = "[443]" }, examples[0].Parameters);
    }

    [Fact]
    public void Parse_only_id_title_item_types_score_and_condition_are_needed()
    {
        var rule = Single("""
            apiVersion: securitymonkey/v1
            kind: Rule
            metadata: { id: ACME-1, title: 'A {brace} in the title' }
            spec: { itemTypes: acme.thing, score: 0, when: Open }
            """);

        Assert.Equal(["acme.thing"], rule.Rule.ItemTypes);
        Assert.Equal("A {{brace}} in the title", rule.Condition.Message);
        Assert.Empty(rule.Condition.ForEach);
        Assert.Empty(rule.Examples);
    }

    [Fact]
    public void Parse_json_is_yaml()
        => Assert.Equal("ACME-1", Single("""
            { "apiVersion": "securitymonkey/v1", "kind": "Rule",
              "metadata": { "id": "ACME-1", "title": "T" },
              "spec": { "itemTypes": ["acme.thing"], "score": 1, "when": "Open" } }
            """).Rule.Id);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Parse_other_line_ends_are_line_ends(string lineEnd)
    {
        var (rules, problems) = RuleDocumentParser.Parse("\ufeff" + string.Join(lineEnd, Lines), "f.yaml");

        Assert.Empty(problems);
        Assert.Equal([21, 26], Assert.Single(rules).Examples.Select(example => example.Line));
    }

    [Theory]
    [InlineData(1, "apiVersion: securitymonkey/v2", "(1,13): 'apiVersion' is 'securitymonkey/v2'; expected 'securitymonkey/v1'.")]
    [InlineData(1, "", "(2,1): 'apiVersion' is missing in 'document'.")]
    [InlineData(2, "kind: Watcher", "(2,7): 'kind' is 'Watcher'; expected 'Rule'.")]
    [InlineData(2, "kind: rule", "(2,7): 'kind' is 'rule'; expected 'Rule'.")]
    [InlineData(2, "kind: [Rule]", "(2,7): 'kind' is a list; a text was expected.")]
    [InlineData(2, "kind: ''", "(2,7): 'kind' is empty; a text was expected.")]
    [InlineData(4, "", "(5,3): 'id' is missing in 'metadata'.")]
    [InlineData(4, "  id: acme-1", "(4,7): 'acme-1' is not a rule id; expected capital letters, digits and hyphens, such as 'ACME-EC2-001'.")]
    [InlineData(4, "  id: ACME", "(4,7): 'ACME' is not a rule id; expected capital letters, digits and hyphens, such as 'ACME-EC2-001'.")]
    [InlineData(4, "  id: 'ACME 1'", "(4,7): 'ACME 1' is not a rule id; expected capital letters, digits and hyphens, such as 'ACME-EC2-001'.")]
    [InlineData(4, "  id: ACME-1-", "(4,7): 'ACME-1-' is not a rule id; expected capital letters, digits and hyphens, such as 'ACME-EC2-001'.")]
    [InlineData(5, "", "(4,3): 'title' is missing in 'metadata'.")]
    [InlineData(5, "  title:", "(5,9): 'title' is empty; a text was expected.")]
    [InlineData(5, "  title: ~", "(5,10): 'title' is empty; a text was expected.")]
    [InlineData(6, "  tags: { a: b }", "(6,9): 'tags' has a map; texts were expected.")]
    [InlineData(6, "  tags: [a, [b]]", "(6,13): 'tags' has a list; texts were expected.")]
    [InlineData(6, "  tags: [a, '']", "(6,13): 'tags' has an empty text.")]
    [InlineData(8, "", "(9,3): 'itemTypes' is missing in 'spec'.")]
    [InlineData(8, "  itemTypes: []", "(8,14): 'itemTypes' is empty; at least one text was expected.")]
    [InlineData(8, "  itemTypes:", "(8,13): 'itemTypes' is empty; at least one text was expected.")]
    [InlineData(8, "  itemTypes: ['']", "(8,15): 'itemTypes' has an empty text.")]
    [InlineData(9, "", "(8,3): 'score' is missing in 'spec'.")]
    [InlineData(9, "  score: 11", "(9,10): 'score' must be an integer from 0 to 10.")]
    [InlineData(9, "  score: -1", "(9,10): 'score' must be an integer from 0 to 10.")]
    [InlineData(9, "  score: 7.5", "(9,10): 'score' must be an integer from 0 to 10.")]
    [InlineData(9, "  score: high", "(9,10): 'score' must be an integer from 0 to 10.")]
    [InlineData(9, "  score: '8'", "(9,10): 'score' must be an integer from 0 to 10.")]
    [InlineData(9, "  score: 99999999999999999999", "(9,10): 'score' must be an integer from 0 to 10.")]
    [InlineData(10, "  parameters: [ports]", "(10,15): 'parameters' is a list; a map was expected.", "(12,29): 'ports' is not a parameter of this rule; it has no parameters.")]
    [InlineData(16, "  why: { a: b }", "(16,8): 'why' is a map; a text was expected.")]
    [InlineData(17, "  fix: Close it.", "(17,8): 'fix' is a text; a map was expected.")]
    [InlineData(17, "  fix: { text: [a] }", "(17,16): 'text' is a list; a text was expected.")]
    [InlineData(17, "  fix: { text: a, aws: [b] }", "(17,24): 'aws' is a list; a text was expected.")]
    [InlineData(18, "  references: [{ a: b }]", "(18,16): 'references' has a map; texts were expected.")]
    [InlineData(19, "  controls: ['1.1']", "(19,13): 'controls' is a list; a map was expected.")]
    [InlineData(19, "  controls: { cis: { a: b } }", "(19,20): 'cis' has a map; texts were expected.")]
    [InlineData(19, "  controls: { cis: ['1', [2]] }", "(19,26): 'cis' has a list; texts were expected.")]
    public void Parse_what_is_wrong_is_told_with_its_place(int line, string text, params string[] expected)
        => Assert.Equal(expected.Select(problem => "f.yaml" + problem), Problems(line, text));

    [Theory]
    [InlineData(11, "  forEach: ''", "(11,12): 'forEach' has an empty text.")]
    [InlineData(11, "  forEach: 'a[0]'", "(11,12): 'forEach' has a path that cannot be read. The path 'a[0]' has '[' at 2: a list element is written '[]'; one position cannot be named.")]
    [InlineData(11, "  forEach: ['a', 'b.']", "(11,18): 'forEach' has a path that cannot be read. The path 'b.' has no name at 3.")]
    [InlineData(11, "  forEach: { a: b }", "(11,12): 'forEach' has a map; texts were expected.")]
    [InlineData(12, "", "(8,3): 'when' is missing in 'spec'.")]
    [InlineData(12, "  when: FromPort ==", "(12,19): 'FromPort ==' is not a JMESPath expression: syntax, near ''.")]
    [InlineData(12, "  when: FromPort = ToPort", "(12,18): 'FromPort = ToPort' is not a JMESPath expression: syntax, near '='.")]
    [InlineData(12, "  when: 'FromPort = ToPort'", "(12,19): 'FromPort = ToPort' is not a JMESPath expression: syntax, near '='.")]
    [InlineData(12, "  when: \"FromPort = ToPort\"", "(12,19): 'FromPort = ToPort' is not a JMESPath expression: syntax, near '='.")]
    [InlineData(12, "  when: 'a == ''b'' = c'", "(12,9): 'a == 'b' = c' is not a JMESPath expression: syntax, near '='.")]
    [InlineData(12, "  when: >-\n    FromPort\n    = ToPort", "(12,9): 'FromPort = ToPort' is not a JMESPath expression: syntax, near '='.")]
    [InlineData(12, "  when: |-\n    FromPort\n    = ToPort", "(12,9): 'FromPort\n= ToPort' is not a JMESPath expression: syntax, near '='.")]
    [InlineData(12, "  when: is_any_adress(a)", "(12,9): 'is_any_adress(a)' is not a JMESPath expression: there is no function 'is_any_adress'. Did you mean 'is_any_address'?")]
    [InlineData(12, "  when: port_text(a)", "(12,9): 'port_text(a)' is not a JMESPath expression: invalid-arity, the function port_text expects 2 arguments but 1 were supplied.")]
    [InlineData(12, "  when: contains(param('port'), FromPort)", "(12,24): 'port' is not a parameter of this rule; known are: ports, strict. Did you mean 'ports'?")]
    [InlineData(12, "  when: contains(param( 'port' ), FromPort)", "(12,25): 'port' is not a parameter of this rule; known are: ports, strict. Did you mean 'ports'?")]
    [InlineData(12, "  when: [a]", "(12,9): 'when' is a list; a text was expected.")]
    [InlineData(13, "", "(12,9): 'discriminator' is missing: a rule with 'forEach' can find several things on one item and must say what tells them apart.")]
    [InlineData(13, "  discriminator: '{FromPort'", "(13,19): The brace at 1 of '{FromPort' is not closed; write '{{' for a brace itself.")]
    [InlineData(14, "  message: Port {FromPort is open", "(14,17): The brace at 6 of 'Port {FromPort is open' is not closed; write '{{' for a brace itself.")]
    [InlineData(14, "  message: Port {FromPort ToPort} is open", "(14,27): 'FromPort ToPort' is not a JMESPath expression: syntax, near 'ToPort'.")]
    [InlineData(14, "  message: 'Port {FromPort ToPort} is open'", "(14,28): 'FromPort ToPort' is not a JMESPath expression: syntax, near 'ToPort'.")]
    [InlineData(14, "  message: Port {param('prot')}", "(14,24): 'prot' is not a parameter of this rule; known are: ports, strict.")]
    [InlineData(14, "  message: Port {} is open", "(14,18): '' is not a JMESPath expression: syntax, near ''.")]
    [InlineData(15, "  evidence: [a, b c]", "(15,19): 'b c' is not a JMESPath expression: syntax, near 'c'.")]
    [InlineData(15, "  evidence: [a, param('x')]", "(15,23): 'x' is not a parameter of this rule; known are: ports, strict.")]
    public void Parse_what_is_wrong_in_an_expression_is_told_with_its_place(int line, string text, params string[] expected)
        => Assert.Equal(expected.Select(problem => "f.yaml" + problem), Problems(line, text));

    [Theory]
    [InlineData(26, "  more: 1", "(26,3): 'more' is not a key of 'spec'. Known are: itemTypes, score, why, fix, references, controls, parameters, lookups, evaluator, forEach, when, message, discriminator, evidence, requires, examples.")]
    [InlineData(22, "", "(21,7): 'expect' is missing in 'examples'.")]
    [InlineData(22, "      expect: failure", "(22,15): 'expect' is 'failure'; expected 'pass' or 'fail' or 'unknown'.")]
    [InlineData(22, "      expect: [fail]", "(22,15): 'expect' is a list; a text was expected.")]
    [InlineData(23, "      findings: many", "(23,17): 'findings' must be an integer from 0 to 2147483647.")]
    [InlineData(23, "      findings: -1", "(23,17): 'findings' must be an integer from 0 to 2147483647.")]
    [InlineData(23, "      findings: 9999999999", "(23,17): 'findings' must be an integer from 0 to 2147483647.")]
    [InlineData(24, "      parameters: 443", "(24,19): 'parameters' is a number; a map was expected.")]
    [InlineData(25, "", "(21,7): 'config' is missing in 'examples'.")]
    [InlineData(26, "    - closed", "(26,7): 'examples' is a text; a map was expected.")]
    [InlineData(26, "    - { expect: pass, config: {} }", "(26,7): 'name' is missing in 'examples'.")]
    public void Parse_what_is_wrong_in_an_example_is_told_with_its_place(int line, string text, params string[] expected)
        => Assert.Equal(expected.Select(problem => "f.yaml" + problem), Problems(line, text));

    [Theory]
    [InlineData("none", "f.yaml(20,13): 'examples' is a text; a list was expected.")]
    [InlineData("{ name: a }", "f.yaml(20,13): 'examples' is a map; a list was expected.")]
    public void Parse_examples_that_are_no_list_are_told_with_their_place(string examples, string expected)
        => Assert.Equal([expected], RuleDocumentParser.Parse(string.Join('\n', Lines[..19]) + "\n  examples: " + examples, "f.yaml").Problems.Select(problem => problem.ToString()));

    [Theory]
    [InlineData(3, "status: {}\nmetadata:", "(3,1): 'status' is not a key of 'document'. Known are: apiVersion, kind, metadata, spec.")]
    [InlineData(6, "  labels: [a]", "(6,3): 'labels' is not a key of 'metadata'. Known are: id, title, tags, origin, since.")]
    [InlineData(16, "  reason: Because.", "(16,3): 'reason' is not a key of 'spec'. Known are: itemTypes, score, why, fix, references, controls, parameters, lookups, evaluator, forEach, when, message, discriminator, evidence, requires, examples.")]
    [InlineData(23, "      finding: 1", "(23,7): 'finding' is not a key of 'examples'. Did you mean 'findings'? Known are: name, config, item, unknown, account, parameters, expect, findings, lookups, incomplete, accounts, networks, now.")]
    public void Parse_a_key_that_nobody_knows_is_told_with_those_that_are_known(int line, string text, string expected)
        => Assert.Equal(["f.yaml" + expected], Problems(line, text));

    [Theory]
    [InlineData("- a\n- b\n", "(1,1): 'document' is a list; a map was expected.")]
    [InlineData("just text\n", "(1,1): 'document' is a text; a map was expected.")]
    [InlineData("apiVersion: securitymonkey/v1\nkind: Rule\n", "(1,1): 'metadata' is missing in 'document'.", "(1,1): 'spec' is missing in 'document'.")]
    [InlineData("apiVersion: securitymonkey/v1\nkind: Rule\nmetadata:\nspec: 1\n", "(3,10): 'metadata' is a null; a map was expected.", "(4,7): 'spec' is a number; a map was expected.")]
    [InlineData("a: [\n", "(2,1): This is not YAML: While parsing a node, did not find expected node content.")]
    public void Parse_what_is_no_document_is_told_with_its_place(string text, params string[] expected)
        => Assert.Equal(expected.Select(problem => "f.yaml" + problem), RuleDocumentParser.Parse(text, "f.yaml").Problems.Select(problem => problem.ToString()));

    [Fact]
    public void Parse_one_bad_document_does_not_hide_the_good_ones()
    {
        static string Document(string id) => $"apiVersion: securitymonkey/v1\nkind: Rule\nmetadata: {{ id: {id}, title: T }}\nspec: {{ itemTypes: a, score: 1, when: Open }}\n---\n";

        var (rules, problems) = RuleDocumentParser.Parse(Document("ACME-1") + Document("bad") + Document("ACME-3") + "a: [\n", "f.yaml");

        Assert.Equal([("ACME-1", 1), ("ACME-3", 11)], rules.Select(rule => (rule.Rule.Id, rule.Line)));
        Assert.Equal([8, 17], problems.Select(problem => problem.Line).Order());
    }

    [Fact]
    public void Parse_everything_that_is_wrong_is_told_at_once()
        => Assert.Equal(4, RuleDocumentParser.Parse(string.Join('\n', Lines).Replace("score: 8", "score: 80").Replace("expect: fail", "expect: x").Replace("title:", "titel:"), "f.yaml").Problems
            .Count(problem => problem.Message.Contains("'title'", StringComparison.Ordinal)
                || problem.Message.Contains("'score'", StringComparison.Ordinal)
                || problem.Message.Contains("'expect'", StringComparison.Ordinal)));

    [Fact]
    public void Parse_an_empty_file_has_neither_rules_nor_problems()
    {
        var (rules, problems) = RuleDocumentParser.Parse("# nothing yet\n", "f.yaml");

        Assert.Empty(rules);
        Assert.Empty(problems);
    }

    private static IEnumerable<string> Problems(int line, string text)
    {
        var lines = Lines.ToArray();
        lines[line - 1] = text;
        var (rules, problems) = RuleDocumentParser.Parse(string.Join('\n', lines), "f.yaml");
        Assert.Empty(rules);
        return problems.Select(problem => problem.ToString());
    }

    private static RuleDocument Single(params string[] lines)
    {
        var (rules, problems) = RuleDocumentParser.Parse(string.Join('\n', lines), "f.yaml");
        Assert.Empty(problems);
        return Assert.Single(rules);
    }
}
