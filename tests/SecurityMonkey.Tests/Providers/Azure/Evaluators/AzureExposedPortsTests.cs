using SecurityMonkey.Providers.Azure.Evaluators;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure.Evaluators;

public sealed class AzureExposedPortsTests
{
    private const string Ssh = """{"protocol":"tcp","ports":[22]}""";
    private const string Rdp = """{"protocol":"tcp","ports":3389}""";
    private const string Database = """{"protocol":"tcp","ports":[1433,1521,3306,5432,6379,27017]}""";
    private const string Udp = """{"protocol":"udp"}""";

    [Fact]
    public void Group_with_the_default_rules_passes()
    {
        Assert.Empty(Audit(Ssh));
        Assert.Empty(Audit(Rdp));
        Assert.Empty(Audit(Database));
        Assert.Empty(Audit(Udp));
    }

    [Theory]
    [InlineData("100 Allow Tcp 22")]
    [InlineData("100 Allow tcp 22")]
    [InlineData("100 Allow * 22")]
    [InlineData("100 allow Tcp *")]
    [InlineData("100 Allow Tcp 20-30")]
    [InlineData("100 Allow Tcp 22-22")]
    [InlineData("100 Allow Tcp 0-65535")]
    [InlineData("100 Allow Tcp 80,443,22")]
    [InlineData("100 Allow Tcp 80,20-30")]
    [InlineData("100 Allow Tcp 22 from=Internet")]
    [InlineData("100 Allow Tcp 22 from=internet")]
    [InlineData("100 Allow Tcp 22 from=Any")]
    [InlineData("100 Allow Tcp 22 from=0.0.0.0/0")]
    [InlineData("100 Allow Tcp 22 from=::/0")]
    [InlineData("100 Allow Tcp 22 from=10.0.0.0/8,0.0.0.0/0")]
    [InlineData("100 Allow Tcp 22 from=10.0.0.0/8,::/0")]
    [InlineData("100 Allow Tcp 22 to=10.0.0.4")]
    [InlineData("100 Allow Tcp 22 to=asg:web")]
    [InlineData("100 Allow Tcp 22 fromPort=1024-65535")]
    public void Rule_that_allows_the_internet_is_found(string rule)
    {
        var finding = Assert.Single(Audit(Ssh, rule));

        Assert.Equal("Port 22/tcp is open to the internet by rule 'rule100' (priority 100)", finding.Message);
        Assert.Equal("tcp/22", finding.Discriminator);
    }

    [Theory]
    [InlineData("100 Allow Udp 22")]
    [InlineData("100 Allow Icmp *")]
    [InlineData("100 Allow Tcp 23")]
    [InlineData("100 Allow Tcp 2222")]
    [InlineData("100 Allow Tcp 23-65535")]
    [InlineData("100 Allow Tcp 80,443")]
    [InlineData("100 Allow Tcp 22 from=10.0.0.0/8")]
    [InlineData("100 Allow Tcp 22 from=203.0.113.7")]
    [InlineData("100 Allow Tcp 22 from=VirtualNetwork")]
    [InlineData("100 Allow Tcp 22 from=AzureLoadBalancer")]
    [InlineData("100 Allow Tcp 22 from=AzureCloud")]
    [InlineData("100 Allow Tcp 22 from=Storage.WestEurope")]
    [InlineData("100 Allow Tcp 22 from=10.0.0.0/8,AzureCloud")]
    [InlineData("100 Allow Tcp 22 from=asg:admins")]
    [InlineData("100 Allow Tcp 22 direction=Outbound")]
    [InlineData("100 Deny Tcp 22")]
    public void Rule_that_does_not_is_not(string rule) => Assert.Empty(Audit(Ssh, rule));

    [Theory]
    [InlineData("100 Deny Tcp 22")]
    [InlineData("100 Deny * *")]
    [InlineData("100 Deny Tcp 1-1024")]
    [InlineData("100 Deny Tcp 443,22")]
    [InlineData("100 Deny Tcp 22 from=Internet")]
    [InlineData("100 Deny Tcp 22 from=10.0.0.0/8,*")]
    [InlineData("100 Deny Tcp 22 to=VirtualNetwork")]
    [InlineData("100 Deny Tcp 22 fromPort=0-65535")]
    public void Deny_that_counts_first_helps(string deny)
    {
        Assert.Empty(Audit(Ssh, "200 Allow Tcp 22", deny));
        Assert.Empty(Audit(Ssh, deny, "200 Allow Tcp 22"));
    }

    [Theory]
    [InlineData("300 Deny Tcp 22")]
    [InlineData("100 Deny Udp 22")]
    [InlineData("100 Deny Tcp 23")]
    [InlineData("100 Deny Tcp 443,80")]
    [InlineData("100 Deny Tcp 22 direction=Outbound")]
    [InlineData("100 Deny Tcp 22 from=198.51.100.0/24")]
    [InlineData("100 Deny Tcp 22 from=AzureCloud")]
    [InlineData("100 Deny Tcp 22 fromPort=1024-65535")]
    [InlineData("100 Deny Tcp 22 to=10.0.0.4")]
    [InlineData("100 Deny Tcp 22 to=asg:web")]
    public void Deny_that_counts_later_or_is_narrower_does_not_help(string deny)
    {
        Assert.Contains("rule200", Assert.Single(Audit(Ssh, "200 Allow Tcp 22", deny)).Message, StringComparison.Ordinal);
        Assert.Contains("rule200", Assert.Single(Audit(Ssh, deny, "200 Allow Tcp 22")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100 Deny Tcp 22 from=0.0.0.0/0", "200 Allow Tcp 22")]
    [InlineData("100 Deny Tcp 22 from=::/0", "200 Allow Tcp 22")]
    [InlineData("100 Deny Tcp 22 from=::/0", "200 Allow Tcp 22 from=0.0.0.0/0")]
    [InlineData("100 Deny Tcp 22 from=0.0.0.0/0", "200 Allow Tcp 22 from=10.0.0.0/8,::/0")]
    [InlineData("100 Deny Tcp 22 to=::/0", "200 Allow Tcp 22 from=0.0.0.0/0")]
    [InlineData("100 Deny Tcp 22 to=Internet", "200 Allow Tcp 22")]
    [InlineData("100 Deny Tcp 22 fromPort=22", "200 Allow Tcp 22")]
    public void Deny_of_other_addresses_does_not_help(string deny, string allow)
    {
        Assert.Contains("rule200", Assert.Single(Audit(Ssh, deny, allow)).Message, StringComparison.Ordinal);
        Assert.Equal("udp/rule200", Assert.Single(Audit(Udp, deny.Replace("Tcp", "Udp", StringComparison.Ordinal), allow.Replace("Tcp", "Udp", StringComparison.Ordinal))).Discriminator);
    }

    [Theory]
    [InlineData("100 Deny Tcp 22 from=0.0.0.0/0", "200 Allow Tcp 22 from=0.0.0.0/0")]
    [InlineData("100 Deny Tcp 22 from=::/0", "200 Allow Tcp 22 from=::/0")]
    [InlineData("100 Deny Tcp 22 from=0.0.0.0/0,::/0", "200 Allow Tcp 22")]
    [InlineData("100 Deny Tcp 22 from=0.0.0.0/0", "110 Deny Tcp 22 from=::/0", "200 Allow Tcp 22 from=Internet")]
    [InlineData("100 Deny Tcp 22 to=0.0.0.0/0", "200 Allow Tcp 22 from=0.0.0.0/0")]
    public void Deny_of_the_same_addresses_helps(params string[] rules) => Assert.Empty(Audit(Ssh, rules));

    [Fact]
    public void First_allow_is_the_one_to_mend()
    {
        var finding = Assert.Single(Audit(Ssh, "300 Allow Tcp *", "150 Allow Tcp 22 name=ssh", "200 Deny * *"));

        Assert.Equal("Port 22/tcp is open to the internet by rule 'ssh' (priority 150)", finding.Message);
    }

    [Fact]
    public void Evidence_is_the_rule_where_it_stands()
    {
        var config = SecurityGroupConfig.Write("300 Allow Tcp 80", "200 Allow Tcp 22 name=ssh");

        var evidence = Assert.Single(Assert.Single(AuditConfig(Ssh, config)).Evidence);

        Assert.Equal("properties.securityRules[1]", evidence.Path);
        Assert.Equal(SecurityGroupConfig.Rule("200 Allow Tcp 22 name=ssh").ToJsonString(), evidence.Value);
        Assert.Contains(evidence.Value, config, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_rules_count_behind_the_others()
    {
        var open = SecurityGroupConfig.Write().Replace("\"AzureLoadBalancer\"", "\"Internet\"", StringComparison.Ordinal);
        var closed = SecurityGroupConfig.Write("4096 Deny * *").Replace("\"AzureLoadBalancer\"", "\"Internet\"", StringComparison.Ordinal);

        var finding = Assert.Single(AuditConfig(Ssh, open));

        Assert.Empty(AuditConfig(Ssh, closed));
        Assert.Equal("properties.defaultSecurityRules[1]", Assert.Single(finding.Evidence).Path);
    }

    [Fact]
    public void Remote_desktop_is_a_rule_of_its_own()
    {
        Assert.Equal("tcp/3389", Assert.Single(Audit(Rdp, "100 Allow Tcp 3389")).Discriminator);
        Assert.Empty(Audit(Rdp, "100 Allow Tcp 22"));
    }

    [Fact]
    public void Each_database_port_is_a_finding_of_its_own()
    {
        var findings = Audit(Database, "100 Allow Tcp 5432 name=postgres", "110 Allow Tcp 3300-3310,27017 name=others", "120 Deny Tcp 27017");

        Assert.Equal(["tcp/3306", "tcp/5432", "tcp/27017"], findings.Select(finding => finding.Discriminator));
        Assert.Equal(["others", "postgres", "others"], findings.Select(finding => finding.Message.Split('\'')[1]));
    }

    [Fact]
    public void Discriminators_do_not_change_with_rules_that_make_no_difference()
    {
        var before = Audit(Database, "200 Allow Tcp 5432 name=a").Concat(Audit(Udp, "200 Allow Udp 53 name=dns"));
        var after = Audit(Database, "100 Allow Tcp 80", "150 Allow Tcp 5000-6000 name=b", "200 Allow Tcp 5432 name=a")
            .Concat(Audit(Udp, "100 Allow Udp 53 from=10.0.0.0/8 name=inside", "201 Allow Udp 50-60 name=dns"));

        Assert.Equal(["tcp/5432", "udp/dns"], before.Select(finding => finding.Discriminator));
        Assert.Equal(["tcp/5432", "udp/dns"], after.Select(finding => finding.Discriminator));
    }

    [Theory]
    [InlineData("100 Allow Udp 53", "UDP port 53")]
    [InlineData("100 Allow * 53", "UDP port 53")]
    [InlineData("100 Allow Udp *", "Every UDP port")]
    [InlineData("100 Allow Udp 65535", "UDP port 65535")]
    [InlineData("100 Allow Udp 0", "UDP port 0")]
    [InlineData("100 Allow Udp 53,123,500-600", "UDP port 53, 123, 500-600")]
    public void Any_port_of_udp_that_is_open_is_found(string rule, string ports)
    {
        var finding = Assert.Single(Audit(Udp, rule));

        Assert.Equal($"{ports} is open to the internet by rule 'rule100' (priority 100)", finding.Message);
        Assert.Equal("udp/rule100", finding.Discriminator);
    }

    [Theory]
    [InlineData("100 Deny Udp *", "200 Allow Udp 53")]
    [InlineData("100 Deny Udp 50-60", "200 Allow Udp 53,55-60")]
    [InlineData("100 Deny Udp 0-32767", "110 Deny Udp 32768-65535", "200 Allow Udp *")]
    [InlineData("100 Allow Tcp *")]
    [InlineData("100 Allow Udp 53 from=10.0.0.0/8")]
    [InlineData("100 Allow Udp 53 direction=Outbound")]
    public void Udp_that_is_closed_passes(params string[] rules) => Assert.Empty(Audit(Udp, rules));

    [Theory]
    [InlineData("100 Deny Udp 50-60", "200 Allow Udp 53-61")]
    [InlineData("100 Deny Udp 50-60", "200 Allow Udp 49-60")]
    [InlineData("100 Deny Udp 1-65535", "200 Allow Udp *")]
    [InlineData("100 Deny Udp 0-65534", "200 Allow Udp *")]
    [InlineData("100 Deny Udp 0-32767", "110 Deny Udp 32769-65535", "200 Allow Udp *")]
    public void Udp_that_is_open_beside_what_is_denied_is_found(params string[] rules) => Assert.Equal("udp/rule200", Assert.Single(Audit(Udp, rules)).Discriminator);

    [Fact]
    public void Each_rule_that_opens_udp_is_a_finding_of_its_own()
    {
        var findings = Audit(Udp, "100 Allow Udp 53 name=dns", "110 Allow Udp 53 name=again", "120 Allow * 100-200 name=range", "130 Allow Udp 150 name=inside");

        Assert.Equal(["udp/dns", "udp/range"], findings.Select(finding => finding.Discriminator).Order(StringComparer.Ordinal));
    }

    private static Finding[] Audit(string arguments, params string[] rules) => AuditConfig(arguments, SecurityGroupConfig.Write(rules));

    private static Finding[] AuditConfig(string arguments, string config)
        => new EvaluatorBench().Run(new AzureExposedPorts(), arguments, "azure.network.networksecuritygroups", config);
}
