using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Providers.Aws.Evaluators;
using SecurityMonkey.Tests.Rules;

namespace SecurityMonkey.Tests.Providers.Aws.Policies;

/// <summary>One analysis of a policy serves all rules that ask.</summary>
public sealed class AccessAnalysesTests
{
    [Fact]
    public void Rule_that_is_answered_with_the_analysis_of_another_hangs_on_accounts_and_networks_as_well()
    {
        var surroundings = RuleSamples.Surroundings(TimeProvider.System);
        var item = new AuditedItem(RuleSamples.Item(
            """{"Policy":{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sqs:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"198.51.100.7"}}}]}}"""));

        var uses = new[] { "internet", "unknown" }.Select(find =>
        {
            var rule = new Rule { Id = find, Title = find, ItemTypes = ["acme.thing"], Score = 1 };
            var context = new RuleContext(rule, surroundings) { Item = item };
            var evaluated = new AwsPolicyAccess().Create(new Dictionary<string, string>
            {
                ["policy"] = "\"Policy\"",
                ["find"] = $"\"{find}\"",
                ["actions"] = "[]",
                ["wholeAccount"] = "false",
                ["organizations"] = "[]",
                ["trustedAccounts"] = "[]",
            });
            Assert.Equal(find is "unknown" ? 1 : 0, evaluated.Audit(rule, item.Item, context).Count());
            return context.Use;
        });

        Assert.All(uses, use => Assert.True(use.HasFlag(RuleUse.Accounts) && use.HasFlag(RuleUse.Networks), use.ToString()));
    }
}
