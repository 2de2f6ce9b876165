using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Rules;

public sealed class LookupRuleTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Lookup_a_rule_speaks_of_what_is_missing_beside_the_item()
        => Passes("""
            lookups: [acme.trail], when: "length(lookup('acme.trail')[?Global]) == `0`", examples: [
              { name: none, expect: fail, config: {} },
              { name: some, expect: pass, config: {}, lookups: { acme.trail: [{ Global: true }] } },
              { name: other, expect: fail, config: {}, lookups: { acme.trail: [{ Global: false }] } },
              { name: not read, expect: unknown, config: {}, incomplete: [acme.trail] } ]
            """);

    [Fact]
    public void Forget_a_table_gives_the_same_items_again()
    {
        var table = new LookupTable("acme.card", "prod", [RuleSamples.Item("""{"Id":"c-1","Rank":1}"""), RuleSamples.Item("""{"Id":"c-2","Rank":2}""")], [], []);
        var (joined, all) = (table.GetBy("Id", "c-2", null).Configs.ToString(), table.Get(null).Configs.ToString());
        var model = table.Find(table.Get(null).Items[0])!.Derive(item => new List<string> { item.Name });

        table.Forget();

        Assert.Equal(joined, table.GetBy("Id", "c-2", null).Configs.ToString());
        Assert.Equal(all, table.Get(null).Configs.ToString());
        Assert.NotSame(model, table.Find(table.Get(null).Items[0])!.Derive(item => new List<string> { item.Name }));
    }

    [Fact]
    public void Lookup_joins_by_a_value_and_by_region()
        => Passes("""
            lookups: [acme.card], when: "length(lookup_by('acme.card', 'Groups[].Id', Id)) > `0` && length(lookup('acme.card', item().region)) == `1`", examples: [
              { name: joined, expect: fail, config: { Id: g-1 }, item: { region: here }, lookups: { acme.card: [
                { region: here, config: { Groups: [{ Id: g-2 }, { Id: g-1 }] } }, { region: there, config: { Groups: [] } } ] } },
              { name: elsewhere, expect: pass, config: { Id: g-1 }, lookups: { acme.card: [{ Groups: [{ Id: g-3 }] }] } } ]
            """);

    [Fact]
    public void Lookup_by_id_below_and_above_does_not_mind_the_case_of_letters()
        => Passes("""
            lookups: [acme.key, acme.vault], when: "Owner && lookup_by_id('acme.vault', 'tags.owner', Owner) || Child && lookup_below('acme.key', Child) || Parent && lookup_above('acme.vault', Parent).open", examples: [
              { name: same but for case, expect: fail, config: { Owner: /S/Anna }, lookups: { acme.vault: [{ id: /s/v, tags: { owner: /s/anna } }] } },
              { name: another, expect: pass, config: { Owner: /s/ann }, lookups: { acme.vault: [{ id: /s/v, tags: { owner: /s/anna } }] } },
              { name: below, expect: fail, config: { Child: /s/V }, lookups: { acme.key: [{ id: /S/v/keys/k }] } },
              { name: itself is not below itself, expect: pass, config: { Child: /s/v }, lookups: { acme.key: [{ id: /s/v }, { id: /s/vw/keys/k }] } },
              { name: above, expect: fail, config: { Parent: /s/V/keys/k }, lookups: { acme.vault: [{ id: /S/v, open: true }, { id: /S, open: false }] } },
              { name: the nearest counts, expect: pass, config: { Parent: /s/V/keys/k }, lookups: { acme.vault: [{ id: /S/v, open: false }, { id: /S, open: true }] } },
              { name: nothing above, expect: pass, config: { Parent: /t/V/keys/k }, lookups: { acme.vault: [{ id: /S/v, open: true }] } },
              { name: no id, expect: pass, config: { Parent: null }, lookups: { acme.vault: [{ id: /S/v, open: true }] } },
              { name: above not read, expect: unknown, config: { Parent: /s/v/keys/k }, incomplete: [acme.vault] } ]
            """);

    [Fact]
    public void Lookup_accounts_and_networks_are_there()
        => Passes("""
            when: "Owner != account().identifier && !contains(accounts()[].identifier, Owner) && !contains(known_networks()[].cidr, Cidr)", examples: [
              { name: own, expect: pass, config: { Owner: '1', Cidr: a }, account: { name: prod, identifier: '1' } },
              { name: friend, expect: pass, config: { Owner: '2', Cidr: a }, accounts: [{ identifier: '2', isThirdParty: true }] },
              { name: known network, expect: pass, config: { Owner: '3', Cidr: 10.0.0.0/8 }, networks: [10.0.0.0/8] },
              { name: stranger, expect: fail, config: { Owner: '3', Cidr: a }, networks: [{ cidr: 10.0.0.0/8, name: office }] } ]
            """);

    [Fact]
    public void Unknown_is_the_third_answer()
        => Passes("""
            requires: [Encrypted, a.b], when: "!Encrypted || known(Key) == 'x'", examples: [
              { name: missing, expect: unknown, config: { a: { b: 1 } } },
              { name: missing below, expect: unknown, config: { Encrypted: true, a: {} } },
              { name: null counts as there, expect: fail, config: { Encrypted: null, a: { b: null } } },
              { name: null is not known, expect: unknown, config: { Encrypted: true, a: { b: 1 } } },
              { name: not read, expect: unknown, config: { Encrypted: true, a: { b: 1 }, Key: y }, unknown: [Key] },
              { name: another part was not read, expect: pass, config: { Encrypted: true, a: { b: 1 }, Key: y }, unknown: [Policy] } ]
            """);

    [Fact]
    public void Unknown_an_example_has_its_own_clock()
        => Passes("""
            when: "age_days(Created) > `90`", examples: [
              { name: old, expect: fail, config: { Created: '2020-01-01' }, now: '2020-06-01' },
              { name: young, expect: pass, config: { Created: '2020-01-01' }, now: '2020-02-01' } ]
            """);

    [Theory]
    [InlineData("when: \"lookup('acme.trail')\"", "'acme.trail' is looked up but not declared")]
    [InlineData("when: \"lookup_above('acme.trail', id)\"", "'acme.trail' is looked up but not declared")]
    [InlineData("when: a, examples: [{ name: x, expect: pass, config: {}, lookups: { acme.x: [] } }]", "'acme.x' is not among the rule's lookups")]
    [InlineData("evaluator: { name: nothing }", "There is no evaluator 'nothing'. Known are: age.")]
    [InlineData("evaluator: { name: age, with: { dayz: 1 } }", "'dayz' is not an argument of 'age'. Did you mean 'days'? Known are: days, member.")]
    [InlineData("evaluator: { name: age }", "The evaluator 'age' needs 'member'")]
    [InlineData("evaluator: { name: age, with: { member: Created, days: x } }", "'days' is \"x\"")]
    [InlineData("evaluator: { name: age, with: { member: Created, days: 3 } }, parameters: { days: 4 }", "'days' is a parameter of the rule, too")]
    [InlineData("evaluator: { name: age, with: { member: Created } }, when: a", "With 'evaluator', 'when'")]
    public void Parse_what_is_wrong_is_said(string spec, string expected)
    {
        var (_, problems) = Parse(spec);

        Assert.Contains(problems, problem => problem.Message.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluator_takes_arguments_parameters_and_defaults()
        => Passes("""
            evaluator: { name: age, with: { member: Created } }, parameters: { days: 30 }, message: 'Made {Created}', examples: [
              { name: old, expect: fail, config: { Created: '2020-01-01' }, now: '2020-06-01' },
              { name: young, expect: pass, config: { Created: '2020-01-01' }, now: '2020-01-15' },
              { name: other limit, expect: fail, config: { Created: '2020-01-01' }, now: '2020-01-15', parameters: { days: 2 } },
              { name: not read, expect: unknown, config: { Created: '2020-01-01' }, unknown: [Created] },
              { name: another part was not read, expect: pass, config: { Created: '2020-01-01' }, now: '2020-01-15', unknown: [Other] } ]
            """);

    [Fact]
    public void Evaluator_messages_come_from_the_document()
    {
        var (rules, _) = Parse("evaluator: { name: age, with: { member: Created, days: 3 } }, message: 'Made {Created}', examples: [{ name: old, expect: fail, config: { Created: '2020-01-01' } }]");

        Assert.Equal("Made 2020-01-01", Assert.Single(RuleTester.Test(Assert.Single(rules), Time)).Message);
    }

    [Fact]
    public void Lookup_an_undeclared_type_is_an_error_and_not_an_unknown_answer()
    {
        var context = new RuleContext(new Rule { Id = "ACME-1", Title = "T", ItemTypes = ["*"], Score = 1 }, RuleSamples.Surroundings(Time));

        var error = Assert.Throws<InvalidOperationException>(() => context.GetItems("acme.trail"));

        Assert.Contains("without declaring it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "here", true)]
    [InlineData("here", "here", true)]
    [InlineData("here/sub", "here", true)]
    [InlineData("there", "here", false)]
    [InlineData("there", null, true)]
    [InlineData("some/subscription", "here", true)]
    public void Lookup_a_failed_region_makes_the_others_no_less_known(string failedScope, string? region, bool isUnknown)
    {
        var table = new LookupTable(
            "acme.card",
            "prod",
            [RuleSamples.Item("{}", region: "here"), RuleSamples.Item("{}", region: "there")],
            [new LookupGap(failedScope, "AccessDenied")],
            []);

        if (isUnknown)
        {
            Assert.Contains("AccessDenied", Assert.Throws<RuleUnknownException>(() => table.Get(region)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Single(table.Get(region).Items);
        }
    }

    [Fact]
    public void Lookup_a_join_over_a_part_that_was_not_read_is_unknown()
    {
        var table = new LookupTable("acme.card", "prod", [RuleSamples.Item("{}", unknown: "Groups")], [], []);

        Assert.Throws<RuleUnknownException>(() => table.GetBy("Groups[].Id", "g", region: null));
        Assert.Empty(table.GetBy("Name", "g", region: null).Items);
    }

    private static void Passes(string spec)
    {
        var (rules, problems) = Parse(spec);
        Assert.Empty(problems);
        var results = RuleTester.Test(Assert.Single(rules), Time).ToArray();
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.True(result.IsSuccess, $"{result.Example}: {result.Actual} {result.Message}"));
    }

    private static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<SecurityMonkey.Engine.Documents.DocumentProblem> Problems) Parse(string spec)
        => RuleDocumentParser.Parse(
            $"apiVersion: securitymonkey/v1\nkind: Rule\nmetadata: {{ id: ACME-1, title: T }}\nspec: {{ itemTypes: acme.thing, score: 1,\n  {spec.ReplaceLineEndings("\n  ")}\n  }}",
            "f.yaml",
            new Dictionary<string, IRuleEvaluator> { ["age"] = new AgeEvaluator() });

    private sealed class AgeEvaluator : IRuleEvaluator
    {
        public string Name => "age";

        public string Description => "Finds what is old.";

        public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
        [
            new("days", "the limit in days") { DefaultJson = "90" },
            new("member", "the member that holds the time") { IsRequired = true },
        ];

        public IReadOnlyList<string> Lookups => [];

        public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
            => new Instance(
                arguments["member"].Trim('"'),
                int.TryParse(arguments["days"], out var days) ? days : throw new FormatException($"'days' is {arguments["days"]}; a number was expected."));

        private sealed class Instance(string member, int days) : IEvaluatedRule
        {
            public IReadOnlyList<string> Reads => [member];

            public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
            {
                var text = (string?)context.Derive(item, static item => Newtonsoft.Json.Linq.JObject.Parse(item.ConfigJson))[member];
                return DateTimeOffset.Parse(text!, System.Globalization.CultureInfo.InvariantCulture).AddDays(days) < context.Time.GetUtcNow() ? [new Finding("")] : [];
            }
        }
    }
}
