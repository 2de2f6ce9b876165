namespace SecurityMonkey.Tests.Rules;

/// <summary>What another tool gets wrong, rule by rule, and these rules must not. The numbers are those of the list in the research on checks.</summary>
/// <remarks>Number 23, repositories beyond the first page, is about collecting: <see cref="Providers.GitHub.GitHubWorkflowTests"/>.</remarks>
public sealed class WrongBehaviourTests
{
    private const string Trail = "lookups: { aws.cloudtrail.trail: [{ IsMultiRegionTrail: true, Status: { IsLogging: LOGGING }, EventSelectors: CLASSIC, AdvancedEventSelectors: ADVANCED }] }";

    [Theory]
    [InlineData("destinationPortRanges: ['80', '22'], sourceAddressPrefixes: [10.0.0.0/8, Internet]")]
    [InlineData("destinationPortRange: '*', sourceAddressPrefix: '*'")]
    [InlineData("destinationPortRange: '20-30', sourceAddressPrefix: '::/0'")]
    public void Behaviour_01_several_ports_and_sources_and_any_port_count(string rule) => Says("fail", "SM-AZURE-NETWORK-001", Nsg(rule, "Tcp"));

    [Fact]
    public void Behaviour_02_allow_behind_an_earlier_deny_is_not_open()
    {
        const string Allow = "destinationPortRange: '22', sourceAddressPrefix: '*'";
        const string Deny = "{ name: no, properties: { priority: 50, access: Deny, direction: Inbound, protocol: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*', sourceAddressPrefix: '*' } }";

        Says("pass", "SM-AZURE-NETWORK-001", Nsg(Allow, "Tcp", Deny));
        Says("fail", "SM-AZURE-NETWORK-001", Nsg(Allow, "Tcp", Deny.Replace("50", "500", StringComparison.Ordinal)));
    }

    [Fact]
    public void Behaviour_03_any_protocol_is_udp_as_well() => Says("fail", "SM-AZURE-NETWORK-004", Nsg("destinationPortRange: '53', sourceAddressPrefix: '*'", "*"));

    [Theory]
    [InlineData("SM-AWS-EC2-004", "{ IpProtocol: tcp, FromPort: 1, ToPort: 65535, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }")]
    [InlineData("SM-AWS-EC2-001", "{ IpProtocol: tcp, FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: 0.0.0.0/1 }, { CidrIp: 128.0.0.0/1 }] }")]
    [InlineData("SM-AWS-EC2-107", "{ IpProtocol: udp, FromPort: 11211, ToPort: 11211, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }")]
    [InlineData("SM-AWS-EC2-105", "{ IpProtocol: udp, FromPort: 389, ToPort: 389, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }")]
    public void Behaviour_04_ports_and_addresses_are_sets(string rule, string permission) => Says("fail", rule, $"{{ GroupId: sg-1, IpPermissions: [{permission}] }}");

    [Fact]
    public void Behaviour_05_what_is_not_used_is_told_as_well()
    {
        var (answer, message) = RuleBench.Ask(
            "SM-AWS-EC2-001",
            "{ GroupId: sg-1, IpPermissions: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }] }",
            "lookups: { aws.ec2.networkinterface: [] }");

        Assert.Equal("fail", answer);
        Assert.EndsWith("the group is attached to nothing", message, StringComparison.Ordinal);
        Says("fail", "SM-AWS-EC2-005", "{ GroupName: default, IpPermissions: [], IpPermissionsEgress: [{ IpProtocol: '-1' }] }");
    }

    [Theory]
    [InlineData("fail", "{ LaunchTemplateId: lt, VersionNumber: 2, DefaultVersion: true, LaunchTemplateData: {} }")]
    [InlineData("fail", "{ LaunchTemplateId: lt, VersionNumber: 3, DefaultVersion: false, LaunchTemplateData: { MetadataOptions: { HttpTokens: optional } } }")]
    [InlineData("pass", "{ LaunchTemplateId: lt, VersionNumber: 1, DefaultVersion: false, LaunchTemplateData: {} }")]
    public void Behaviour_06_default_and_latest_version_of_a_template_count(string expected, string version)
        => Says(expected, "SM-AWS-EC2-070", version, "lookups: { aws.ec2.launchtemplateversion: [{ LaunchTemplateId: lt, VersionNumber: 1 }, { LaunchTemplateId: lt, VersionNumber: 3 }] }");

    [Fact]
    public void Behaviour_07_known_networks_are_known()
    {
        const string Group = "{ GroupId: sg-1, IpPermissions: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: 13.32.0.0/15 }] }] }";

        Says("fail", "SM-AWS-EC2-109", Group);
        Says("pass", "SM-AWS-EC2-109", Group, "networks: [{ cidr: 13.32.0.0/15, name: CDN }]");
    }

    [Fact]
    public void Behaviour_08_latest_use_of_root_counts()
        => Says("fail", "SM-AWS-IAM-060", Row("<root_account>", "password_last_used: 2020-01-01T00:00:00+00:00, access_key_1_last_used_date: N/A, access_key_2_last_used_date: 2025-12-31T12:00:00+00:00"), "now: 2026-01-01");

    [Fact]
    public void Behaviour_09_what_was_never_used_counts_from_when_it_was_made()
    {
        Says("fail", "SM-AWS-IAM-052", Row("anna", "access_key_1_active: true, access_key_2_active: false, access_key_1_last_rotated: 2025-01-01T00:00:00+00:00, access_key_2_last_rotated: N/A, access_key_1_last_used_date: N/A, access_key_2_last_used_date: N/A"), "now: 2026-01-01");
        Says("fail", "SM-AWS-IAM-053", Row("anna", "password_enabled: true, password_last_used: no_information, user_creation_time: 2025-01-01T00:00:00+00:00"), "now: 2026-01-01");
    }

    [Theory]
    [InlineData("Acl: { Grants: [{ Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' }, Permission: READ }] }")]
    [InlineData("Acl: { Grants: [] }, Policy: { Statement: [{ Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }] }")]
    public void Behaviour_10_bucket_of_a_trail_is_open_by_acl_or_policy_until_it_is_blocked(string bucket)
    {
        const string Block = "PublicAccessBlockConfiguration: { IgnorePublicAcls: ON, RestrictPublicBuckets: ON }";
        string Lookups(string on) => $"lookups: {{ aws.s3.bucket: [{{ Name: b, {bucket} }}], aws.s3control.publicaccessblock: [{{ {Block.Replace("ON", on, StringComparison.Ordinal)} }}] }}";

        Says("fail", "SM-AWS-CLOUDTRAIL-008", "{ S3BucketName: b }", Lookups("false"));
        Says("pass", "SM-AWS-CLOUDTRAIL-008", "{ S3BucketName: b }", Lookups("true"));
    }

    [Theory]
    [InlineData("fail", "true", ", { Field: readOnly, Equals: ['false'] }")]
    [InlineData("fail", "true", ", { Field: resources.ARN, StartsWith: ['arn:aws:s3:::one/'] }")]
    [InlineData("fail", "false", "")]
    [InlineData("pass", "true", "")]
    public void Behaviour_11_selectors_are_looked_at_whole_and_trails_that_stopped_do_not_count(string expected, string isLogging, string more)
        => Says(expected, "SM-AWS-CLOUDTRAIL-021", "{ SummaryMap: {} }", Selectors(isLogging, "[]", $"[{{ FieldSelectors: [{{ Field: eventCategory, Equals: [Data] }}, {{ Field: resources.type, Equals: ['AWS::S3::Object'] }}{more}] }}]"));

    [Theory]
    [InlineData("fail", "[{ Name: Management events selector, FieldSelectors: [{ Field: eventCategory, Equals: [Data] }] }]")]
    [InlineData("pass", "[{ Name: anything, FieldSelectors: [{ Field: eventCategory, Equals: [Management] }] }]")]
    public void Behaviour_12_selectors_are_known_by_their_fields(string expected, string advanced) => Says(expected, "SM-AWS-CLOUDTRAIL-023", "{ SummaryMap: {} }", Selectors("true", "[]", advanced));

    [Fact]
    public void Behaviour_13_all_four_switches_must_be_on_and_the_others_are_named()
    {
        var (answer, message) = RuleBench.Ask("SM-AWS-S3-040", "{ PublicAccessBlockConfiguration: { BlockPublicAcls: false, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: true } }");

        Assert.Equal(("fail", "Off are: BlockPublicAcls, BlockPublicPolicy"), (answer, message));
    }

    [Theory]
    [InlineData("fail", "'*'", "s3:PutObject", "['arn:aws:s3:::b', 'arn:aws:s3:::b/*']")]
    [InlineData("fail", "{ AWS: '222222222222' }", "s3:*", "['arn:aws:s3:::b', 'arn:aws:s3:::b/*']")]
    [InlineData("fail", "'*'", "s3:*", "['arn:aws:s3:::b/*']")]
    [InlineData("pass", "'*'", "s3:*", "['arn:aws:s3:::b', 'arn:aws:s3:::b/*']")]
    public void Behaviour_14_plain_http_is_denied_to_all_for_all_and_everywhere(string expected, string principal, string action, string resources)
        => Says(expected, "SM-AWS-S3-021", $"{{ Name: b, Acl: {{}}, Policy: {{ Statement: [{{ Effect: Deny, Principal: {principal}, Action: '{action}', Resource: {resources}, Condition: {{ Bool: {{ 'aws:SecureTransport': 'false' }} }} }}] }} }}");

    [Theory]
    [InlineData("pass", "SM-AWS-RDS-070", "{ Enabled: true, SourceType: db-cluster, EventCategoriesList: [maintenance] }, { Enabled: true, SourceType: db-cluster, EventCategoriesList: [failure] }")]
    [InlineData("pass", "SM-AWS-RDS-070", "{ Enabled: true, SourceType: db-cluster, EventCategoriesList: [maintenance, failure, failover, notification] }")]
    [InlineData("pass", "SM-AWS-RDS-070", "{ Enabled: true, EventCategoriesList: [] }")]
    [InlineData("fail", "SM-AWS-RDS-070", "{ Enabled: false, SourceType: db-cluster, EventCategoriesList: [maintenance, failure] }, { Enabled: true, SourceType: db-cluster, EventCategoriesList: [failure] }")]
    [InlineData("fail", "SM-AWS-RDS-070", "{ Enabled: true, SourceType: db-cluster, EventCategoriesList: [], SourceIdsList: [c] }")]
    [InlineData("pass", "SM-AWS-RDS-071", "{ Enabled: true, SourceType: db-instance, EventCategoriesList: [failure, backup] }, { Enabled: true, SourceType: db-instance, EventCategoriesList: [maintenance, configuration change] }")]
    [InlineData("fail", "SM-AWS-RDS-072", "{ Enabled: true, SourceType: db-instance, EventCategoriesList: [configuration change] }")]
    [InlineData("pass", "SM-AWS-RDS-073", "{ Enabled: true, SourceType: db-security-group, EventCategoriesList: [failure, configuration change] }")]
    public void Behaviour_15_subscriptions_are_taken_together_and_a_region_has_one_answer(string expected, string rule, string subscriptions)
    {
        var number = 0;
        var configs = string.Join(", ", subscriptions.Split(", {").Select(text => $"{{ id: s{++number}, region: eu-west-1, config: {(text.StartsWith('{') ? text : "{" + text)} }}"));
        var lookups = $"lookups: {{ aws.rds.instance: [{{ id: db, region: eu-west-1, config: {{ Engine: mysql }} }}], aws.rds.cluster: [{{ id: c, region: eu-west-1, config: {{ Engine: aurora }} }}], aws.rds.eventsubscription: [{configs}] }}";

        // Only types that the rule looks at can be given.
        lookups = rule is "SM-AWS-RDS-070"
            ? lookups.Replace("aws.rds.instance: [{ id: db, region: eu-west-1, config: { Engine: mysql } }], ", "", StringComparison.Ordinal)
            : lookups.Replace("aws.rds.cluster: [{ id: c, region: eu-west-1, config: { Engine: aurora } }], ", "", StringComparison.Ordinal);

        string[] surroundings = ["item: { region: eu-west-1 }", lookups];
        Says(expected is "fail" ? "fail (1)" : expected, rule, "{ Region: eu-west-1 }", expected is "fail" ? [.. surroundings, "findings: 1"] : surroundings);
    }

    [Theory]
    [InlineData("fail", "TLS", "ELBSecurityPolicy-2016-08")]
    [InlineData("fail", "HTTPS", "ELBSecurityPolicy-TLS13-1-0-2021-06")]
    [InlineData("pass", "TLS", "ELBSecurityPolicy-TLS13-1-3-2021-06")]
    [InlineData("pass", "HTTPS", "ELBSecurityPolicy-TLS-1-2-Ext-2018-06")]
    public void Behaviour_16_policies_are_judged_by_what_they_accept_on_all_encrypted_listeners(string expected, string protocol, string policy)
        => Says(expected, "SM-AWS-ELB-010", $"{{ Listeners: [{{ Port: 443, Protocol: {protocol}, SslPolicy: {policy} }}] }}");

    [Theory]
    [InlineData("fail", "forward")]
    [InlineData("pass", "redirect, RedirectConfig: { Protocol: HTTPS }")]
    public void Behaviour_17_default_action_of_a_listener_counts(string expected, string action)
        => Says(expected, "SM-AWS-ELB-008", $"{{ Type: application, Listeners: [{{ Port: 80, Protocol: HTTP, DefaultActions: [{{ Type: {action} }}], Rules: [{{ Actions: [{{ Type: redirect, RedirectConfig: {{ Protocol: HTTPS }} }}] }}] }}] }}");

    [Fact]
    public void Behaviour_18_stricter_minimum_of_tls_passes()
    {
        Says("pass", "SM-AZURE-STORAGE-009", "{ properties: { minimumTlsVersion: TLS1_3 } }");
        Says("fail", "SM-AZURE-STORAGE-009", "{ properties: { minimumTlsVersion: TLS1_1 } }");
    }

    [Fact]
    public void Behaviour_19_no_auditing_policy_is_no_auditing() => Says("fail", "SM-AZURE-SQL-001", "{ id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/v }");

    [Fact]
    public void Behaviour_20_ranges_of_a_firewall_are_added_up()
    {
        const string Server = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/v";
        var halves = string.Join(", ", new[] { ("0.0.0.0", "127.255.255.255"), ("128.0.0.0", "255.255.255.255") }
            .Select((range, index) => $"{{ id: {Server}/firewallRules/r{index}, name: r{index}, properties: {{ startIpAddress: '{range.Item1}', endIpAddress: '{range.Item2}' }} }}"));

        Says("fail", "SM-AZURE-SQL-008", $"{{ id: {Server} }}", $"lookups: {{ azure.sql.servers.firewallrules: [{halves}] }}");
    }

    [Fact]
    public void Behaviour_21_every_pool_of_a_cluster_must_comply()
        => Says("fail", "SM-AZURE-AKS-006", "{ properties: { agentPoolProfiles: [{ name: a, enableNodePublicIP: false }, { name: b, enableNodePublicIP: true }] } }");

    [Fact]
    public void Behaviour_22_plan_or_assessment_that_is_missing_is_unknown()
    {
        Says("unknown", "SM-AZURE-SECURITY-010", "{ pricings: [] }");
        Says("unknown", "SM-AZURE-SECURITY-030", "{ id: /subscriptions/s }");
        Says("fail", "SM-AZURE-SECURITY-030", "{ id: /subscriptions/s }", "lookups: { azure.security.assessments: [{ id: /subscriptions/s/providers/Microsoft.Security/assessments/x, name: 06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c, properties: { displayName: In another language, status: { code: Unhealthy } } }] }");
    }

    [Theory]
    [InlineData("pass", "null", "[{ type: deletion, ruleset_id: 1 }]")]
    [InlineData("pass", "{ enforce_admins: { enabled: true } }", "[]")]
    [InlineData("fail", "null", "[]")]
    public void Behaviour_24_rulesets_protect_a_branch_as_well(string expected, string classic, string rules)
        => Says(expected, "SM-GITHUB-BRANCH-001", $"{{ archived: false, default_branch: main, default_branch_protection: {classic}, default_branch_rules: {rules} }}");

    [Fact]
    public void Behaviour_25_no_rule_passes_what_was_not_read()
    {
        // A rule that demands no member looks at other items or at lists that are complete; one that demands some never passes without them.
        var passing = RuleBench.All
            .Where(document => document.Condition.Requires.Count > 0)
            .Select(document => (document.Rule.Id, RuleBench.Ask(document.Rule.Id, "{}").Answer))
            .Where(result => result.Answer != "unknown");

        Assert.Empty(passing);
    }

    [Fact]
    public void Behaviour_26_ports_of_a_load_balancer_are_those_that_packets_reach()
    {
        var (answer, message) = RuleBench.Ask(
            "SM-AWS-ELB-011",
            "{ Type: application, Scheme: internet-facing, DNSName: lb.example, SecurityGroups: [sg-1], AvailabilityZones: [{ SubnetId: subnet-1 }], Listeners: [{ Port: 80 }, { Port: 443 }] }",
            "lookups: { aws.ec2.securitygroup: [{ GroupId: sg-1, IpPermissions: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }] }], aws.ec2.subnet: [{ SubnetId: subnet-1, VpcId: vpc-1 }], "
                + "aws.ec2.routetable: [{ id: rtb-1, config: { VpcId: vpc-1, Associations: [{ Main: true }], Routes: [{ DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1 }] } }], "
                + "aws.ec2.networkacl: [{ id: acl-1, config: { Associations: [{ SubnetId: subnet-1 }], Entries: [{ RuleNumber: 100, Egress: false, RuleAction: allow, Protocol: '-1', CidrBlock: 0.0.0.0/0 }, { RuleNumber: 100, Egress: true, RuleAction: allow, Protocol: '-1', CidrBlock: 0.0.0.0/0 }] } }] }");

        Assert.Equal("fail", answer);
        Assert.Equal("TCP port 443 is reachable from 0.0.0.0/0: internet > igw-1 > rtb-1 > acl-1 > sg-1 > subnet-1 > load balancer (lb.example)", message);
    }

    private static void Says(string expected, string rule, string config, params string[] surroundings)
    {
        var (answer, message) = RuleBench.Ask(rule, config, surroundings);

        Assert.True(expected == answer, $"{rule} said {answer} instead of {expected}: {message}");
    }

    private static string Selectors(string isLogging, string classic, string advanced)
        => Trail.Replace("LOGGING", isLogging, StringComparison.Ordinal).Replace("CLASSIC", classic, StringComparison.Ordinal).Replace("ADVANCED", advanced, StringComparison.Ordinal);

    private static string Row(string user, string columns) => $"{{ user: '{user}', {columns} }}";

    private static string Nsg(string rule, string protocol, string? further = null)
        => $"{{ properties: {{ securityRules: [{{ name: r, properties: {{ priority: 100, access: Allow, direction: Inbound, protocol: '{protocol}', sourcePortRange: '*', destinationAddressPrefix: '*', {rule} }} }}{(further is null ? "" : ", " + further)}], defaultSecurityRules: [] }} }}";
}
