using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Tests.Rules;

public sealed class CatalogRuleTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2024, 3, 10, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("aws.ec2.securitygroup", "aws.ec2.securitygroup", true)]
    [InlineData("aws.ec2.securitygroup", "aws.ec2.instance", false)]
    [InlineData("aws.*", "aws.ec2.instance", true)]
    [InlineData("aws.*", "azure.storage.storageaccounts", false)]
    public void AppliesTo_item_types_may_be_wildcards(string itemTypes, string itemType, bool expected)
        => Assert.Equal(expected, FromDocument(RuleFolder.Document("ACME-1", itemTypes: itemTypes)).AppliesTo(itemType));

    [Fact]
    public void Prepare_a_document_sees_configuration_item_and_the_parameters_in_force()
    {
        var rule = FromDocument(RuleFolder.Document("ACME-1", when: "Open && item().account == 'prod' && item().itemType == 'acme.thing' && item().nativeId == 'id-1' && param('on')")
            .Replace("score: 5", "score: 5, parameters: { on: false }"));

        Assert.Empty(rule.Prepare(rule.Rule, RuleSamples.Surroundings(Time)).Evaluate(Item()));
        Assert.Single(rule.Prepare(rule.Rule with { Parameters = new Dictionary<string, string> { ["on"] = "true" } }, RuleSamples.Surroundings(Time)).Evaluate(Item()));
    }

    [Fact]
    public void Prepare_an_auditor_gets_the_rule_in_force_the_item_and_the_clock()
    {
        var rule = new CatalogRule.FromAuditor(new Rule { Id = "ACME-1", Title = "T", ItemTypes = ["*"], Score = 1 }, new Auditor());

        var finding = Assert.Single(rule.Prepare(rule.Rule with { Score = 9 }, RuleSamples.Surroundings(Time)).Evaluate(Item()));

        Assert.Equal("9 web 2024", finding.Message);
    }

    [Fact]
    public void Dispose_a_rule_that_waits_for_its_next_unit_holds_no_items_of_its_last_one()
    {
        var rule = FromDocument(RuleFolder.Document("ACME-1", when: "length(lookup('acme.card')[?starts_with(Id, 'c')]) == `1` && contains(keys(root()), 'Open') && item().name")
            .Replace("score: 5", "score: 5, lookups: [acme.card]"));

        var held = EvaluateOnce(rule);
        GC.Collect();

        Assert.All(held, reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(rule);
    }

    // In a method of its own, so that its variables are gone afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] EvaluateOnce(CatalogRule rule)
    {
        var (item, table) = (Item(), new LookupTable("acme.card", "prod", [RuleSamples.Item("""{"Id":"c-1"}""")], [], []));
        var surroundings = RuleSamples.Surroundings(Time) with { Tables = new Dictionary<string, LookupTable> { ["acme.card"] = table } };
        using var prepared = rule.Prepare(rule.Rule, surroundings);
        Assert.Single(prepared.Evaluate(item));
        return [new(item), new(item.Config), new(table), new(table.Get(null).Configs), new(surroundings)];
    }

    private static CatalogRule.FromDocument FromDocument(string text) => new(Assert.Single(RuleDocumentParser.Parse(text, "f.yaml").Rules));

    private static AuditedItem Item() => new(RuleSamples.Item("""{"Open":true}"""));

    private sealed class Auditor : IAuditor
    {
        public IReadOnlyList<Rule> Rules => [];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
            => [new Finding($"{rule.Score} {item.Name} {context.Time.GetUtcNow().Year}")];
    }
}
