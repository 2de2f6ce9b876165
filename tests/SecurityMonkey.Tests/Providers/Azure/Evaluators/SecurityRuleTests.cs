using SecurityMonkey.Providers.Azure.Evaluators;

namespace SecurityMonkey.Tests.Providers.Azure.Evaluators;

public sealed class SecurityRuleTests
{
    [Fact]
    public void Inbound_rules_come_in_the_order_in_which_they_count()
    {
        var rules = SecurityRule.ReadInbound(SecurityGroupConfig.Write("300 Deny name=c", "100 Allow name=a direction=Outbound", "200 Allow name=b direction=inbound"));

        Assert.Equal(
            [("b", 200, true), ("c", 300, false), ("AllowVnetInBound", 65000, true), ("AllowAzureLoadBalancerInBound", 65001, true), ("DenyAllInBound", 65500, false)],
            rules.Select(rule => (rule.Name, rule.Priority, rule.IsAllowed)));
        Assert.Equal("properties.securityRules[2]", rules[0].Filter.Path);
        Assert.Equal("properties.defaultSecurityRules[0]", rules[2].Filter.Path);
    }

    [Fact]
    public void Ports_are_told_as_they_are_written()
    {
        var rule = SecurityRule.ReadInbound(SecurityGroupConfig.Write("100 Allow Tcp 80,8000-8100"))[0];

        Assert.Equal("80, 8000-8100", rule.PortText);
    }

    [Fact]
    public void Group_without_default_rules_has_its_own_rules()
        => Assert.Single(SecurityRule.ReadInbound($$"""{"properties":{"securityRules":[{{SecurityGroupConfig.Rule("100 Allow")}}]} }"""));

    [Theory]
    [InlineData("priority")]
    [InlineData("access")]
    [InlineData("direction")]
    [InlineData("protocol")]
    [InlineData("sourceAddressPrefix")]
    [InlineData("sourcePortRange")]
    [InlineData("destinationAddressPrefix")]
    [InlineData("destinationPortRange")]
    public void Rule_that_lacks_a_member_is_unknown(string member)
    {
        foreach (var rule in new[] { "100 Allow Tcp 22", "100 Deny Tcp 22" })
        {
            var json = SecurityGroupConfig.Rule(rule);
            json["properties"]!.AsObject().Remove(member);

            Assert.Throws<KeyNotFoundException>(() => SecurityRule.ReadInbound($$"""{"properties":{"securityRules":[{{json}}]} }"""));
        }
    }

    [Theory]
    [InlineData("100 Permit Tcp 22")]
    [InlineData("100 Allow Tcp 22 direction=Sideways")]
    [InlineData("100 Allow Tcp ssh")]
    [InlineData("100 Allow Tcp 80,ssh")]
    [InlineData("100 Allow Tcp 22-")]
    [InlineData("100 Allow Tcp 1-2-3")]
    public void Rule_with_a_value_that_nobody_knows_is_unknown(string rule)
        => Assert.Throws<FormatException>(() => SecurityRule.ReadInbound(SecurityGroupConfig.Write(rule)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"properties":{"securityRules":[{}]}}""")]
    [InlineData("""{"properties":{"securityRules":[{"properties":{}}]}}""")]
    [InlineData("""{"properties":{}}""")]
    [InlineData("""{"properties":{"defaultSecurityRules":[]}}""")]
    [InlineData("""{"securityRules":[],"defaultSecurityRules":[],"name":"flattened"}""")]
    public void Group_that_cannot_be_read_is_unknown(string config) => Assert.Throws<KeyNotFoundException>(() => SecurityRule.ReadInbound(config));
}
