namespace SecurityMonkey.Tests.Rules;

/// <summary>What Security Monkey got wrong or could not say of networks, policies and accounts. The numbers are those of the acceptance scenarios in the research on it.</summary>
public sealed class AcceptanceScenarioTests
{
    private const string Prod = "account: { name: prod, identifier: '111111111111', type: AWS }";
    private const string Others = "accounts: [{ name: dev, identifier: '222222222222', type: AWS }, { name: partner, identifier: '333333333333', type: AWS, isThirdParty: true }]";

    [Theory]
    [InlineData("SM-AWS-SQS-001", "{ Attributes: { Policy: { Statement: [{ Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*' }] } } }")]
    [InlineData("SM-AWS-LAMBDA-002", "{ AliasArn: 'arn:aws:lambda:eu-west-1:111111111111:function:f:live', Policy: { Statement: [{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 'lambda:InvokeFunction', Resource: '*' }] } }")]
    [InlineData("SM-AWS-VPC-040", "{ VgwTelemetry: [{ OutsideIpAddress: 203.0.113.1, Status: DOWN }] }")]
    [InlineData("SM-AWS-SNS-010", "{ Subscriptions: [{ Owner: '999999999999' }] }")]
    [InlineData("SM-AWS-IAM-002", "{ PolicyVersionList: [{ IsDefaultVersion: true, Document: { Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] } }] }")]
    [InlineData("SM-AWS-IAM-032", "{ AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }], Path: /, AssumeRolePolicyDocument: {} }")]
    public void Scenario_12_queues_functions_tunnels_topics_and_attached_policies_are_judged(string rule, string config) => Says("fail", rule, config);

    [Fact]
    public void Scenario_12_policies_of_aliases_and_versions_are_judged_as_those_of_functions()
        => Assert.All(
            RuleBench.All.Where(document => document.Rule.Id is "SM-AWS-LAMBDA-001" or "SM-AWS-LAMBDA-002" or "SM-AWS-LAMBDA-003" or "SM-AWS-LAMBDA-004" or "SM-AWS-LAMBDA-005"),
            document => Assert.Equal(["aws.lambda.function", "aws.lambda.alias", "aws.lambda.version"], document.Rule.ItemTypes));

    [Theory]
    [InlineData("pass", "SM-AWS-EC2-110", "198.51.100.0/24", "lookups: { aws.ec2.vpc: [{ VpcId: vpc-1, CidrBlock: 198.51.100.0/24, CidrBlockAssociationSet: [{ CidrBlock: 198.51.100.0/24 }] }] }")]
    [InlineData("pass", "SM-AWS-EC2-110", "203.0.113.7/32", "lookups: { aws.ec2.address: [{ PublicIp: 203.0.113.7 }] }")]
    [InlineData("pass", "SM-AWS-EC2-110", "2600:1f18:1::/48", "lookups: { aws.ec2.vpc: [{ VpcId: vpc-1, CidrBlock: 10.0.0.0/16, Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600:1f18::/40' }] }] }")]
    [InlineData("fail", "SM-AWS-EC2-110", "203.0.113.9/32", "lookups: { aws.ec2.vpc: [], aws.ec2.address: [{ PublicIp: 203.0.113.7 }] }")]
    [InlineData("unknown", "SM-AWS-EC2-110", "203.0.113.9/32", "incomplete: [aws.ec2.address]")]
    [InlineData("fail", "SM-AWS-EC2-109", "198.16.0.0/14", "incomplete: [aws.ec2.address]")]
    public void Scenario_13_networks_of_ones_own_are_known_and_others_are_not(string expected, string rule, string cidr, string lookups)
        => Says(expected, rule, $"{{ GroupId: sg-1, IpPermissions: [{{ IpProtocol: tcp, FromPort: 443, ToPort: 443, {(cidr.Contains(':', StringComparison.Ordinal) ? $"Ipv6Ranges: [{{ CidrIpv6: '{cidr}' }}]" : $"IpRanges: [{{ CidrIp: {cidr} }}]")} }}] }}", lookups);

    [Fact]
    public void Scenario_13_two_halves_are_the_internet()
        => Says("fail", "SM-AWS-EC2-001", "{ GroupId: sg-1, IpPermissions: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: 0.0.0.0/1 }, { CidrIp: 128.0.0.0/1 }] }] }");

    [Theory]
    [InlineData(true, "aws.ec2.networkinterface: [{ NetworkInterfaceId: eni-1, Groups: [{ GroupId: sg-1 }] }]")]
    [InlineData(true, "aws.ec2.networkinterface: [], aws.elbv2.loadbalancer: [{ LoadBalancerName: shop, SecurityGroups: [sg-1] }]")]
    [InlineData(true, "aws.ec2.networkinterface: [], aws.elb.loadbalancer: [{ LoadBalancerName: shop, SecurityGroups: [sg-1] }]")]
    [InlineData(true, "aws.ec2.networkinterface: [], aws.rds.instance: [{ DBInstanceIdentifier: orders, VpcSecurityGroups: [{ VpcSecurityGroupId: sg-1 }] }]")]
    [InlineData(false, "aws.ec2.networkinterface: []")]
    public void Scenario_14_open_group_counts_in_full_wherever_it_is_attached_and_less_where_it_is_not(bool isAttached, string lookups)
    {
        var finding = Assert.Single(RuleBench.Find(
            "SM-AWS-EC2-001",
            "{ GroupId: sg-1, IpPermissions: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }] }",
            $"lookups: {{ {lookups} }}"));

        var score = RuleBench.Rule("SM-AWS-EC2-001").Score;
        Assert.Equal(isAttached ? score : score - 5, finding.Score ?? score);
    }

    [Fact]
    public void Scenario_14_what_AWS_lets_out_by_default_is_not_critical() => Assert.Equal(0, RuleBench.Rule("SM-AWS-EC2-114").Score);

    [Fact]
    public void Scenario_15_classic_load_balancer_names_ports_and_sources_of_all_its_groups()
    {
        const string Network = "aws.ec2.subnet: [{ SubnetId: subnet-1, VpcId: vpc-1 }], "
            + "aws.ec2.routetable: [{ id: rtb-1, config: { VpcId: vpc-1, Associations: [{ Main: true }], Routes: [{ DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1 }] } }], "
            + "aws.ec2.networkacl: [{ id: acl-1, config: { Associations: [{ SubnetId: subnet-1 }], Entries: [{ RuleNumber: 100, Egress: false, RuleAction: allow, Protocol: '-1', CidrBlock: 0.0.0.0/0 }, { RuleNumber: 100, Egress: true, RuleAction: allow, Protocol: '-1', CidrBlock: 0.0.0.0/0 }] } }]";
        const string Groups = "aws.ec2.securitygroup: [{ GroupId: sg-1, IpPermissions: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: 0.0.0.0/0 }] }] }, { GroupId: sg-2, IpPermissions: [{ IpProtocol: tcp, FromPort: 8443, ToPort: 8443, IpRanges: [{ CidrIp: 198.0.0.0/8 }] }] }]";

        // Three load balancers with the same two groups: each has findings of its own.
        foreach (var name in new[] { "one", "two", "three" })
        {
            var (answer, message) = RuleBench.Ask(
                "SM-AWS-ELB-060",
                $"{{ LoadBalancerName: {name}, Scheme: internet-facing, DNSName: {name}.example, SecurityGroups: [sg-1, sg-2], Subnets: [subnet-1], ListenerDescriptions: [{{ Listener: {{ LoadBalancerPort: 443, Protocol: SSL }} }}, {{ Listener: {{ LoadBalancerPort: 80, Protocol: HTTP }} }}] }}",
                $"lookups: {{ {Groups}, {Network} }}");

            Assert.Equal("fail", answer);
            Assert.Equal($"TCP port 443 is reachable from 0.0.0.0/0: internet > igw-1 > rtb-1 > acl-1 > sg-1, sg-2 > subnet-1 > load balancer ({name}.example)", message);
        }
    }

    [Fact]
    public void Scenario_16_third_statement_is_read_and_each_grant_of_everything_is_found()
    {
        const string Benign = "{ Effect: Allow, Action: 's3:GetObject', Resource: '*' }, { Effect: Allow, Action: 'ec2:Describe*', Resource: '*' }";

        Says("fail", "SM-AWS-IAM-019", $"{{ RolePolicyList: [{{ PolicyName: p, PolicyDocument: {{ Statement: [{Benign}, {{ Effect: Allow, Action: 'ec2:AuthorizeSecurityGroupIngress', Resource: '*' }}] }} }}] }}");
        Says("pass", "SM-AWS-IAM-019", $"{{ RolePolicyList: [{{ PolicyName: p, PolicyDocument: {{ Statement: [{Benign}] }} }}] }}");

        // Both are told, in one finding on the identity: what to do about it is one thing.
        var finding = Assert.Single(RuleBench.Find(
            "SM-AWS-IAM-003",
            "{ RolePolicyList: [{ PolicyName: a, PolicyDocument: { Statement: [{ Sid: One, Effect: Allow, Action: 'iam:*', Resource: 'arn:aws:iam::1:role/a' }, { Sid: Two, Effect: Allow, Action: 'iam:*', Resource: 'arn:aws:iam::1:role/b' }] } }] }"));
        Assert.Equal("iam:* is permitted (One, Two)", finding.Message);
        Assert.Equal(2, finding.Evidence.Count);
    }

    [Fact]
    public void Scenario_17_grant_of_a_bucket_to_its_owner_is_nobodys_business()
    {
        const string Bucket = "{ Name: b, Acl: { Owner: { ID: abc }, Grants: [{ Grantee: { ID: abc, Type: CanonicalUser }, Permission: FULL_CONTROL }] }, Policy: null }";

        Assert.All(new[] { "SM-AWS-S3-001", "SM-AWS-S3-002", "SM-AWS-S3-014", "SM-AWS-S3-015" }, rule => Says("pass", rule, Bucket));
        Says("fail", "SM-AWS-S3-014", Bucket.Replace("Grantee: { ID: abc", "Grantee: { ID: xyz", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pass", "{ Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': o-ours } } }")]
    [InlineData("fail", "{ Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': o-theirs } } }")]
    [InlineData("pass", "{ Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*' }, { Effect: Deny, Principal: '*', Action: '*', Resource: '*' }")]
    [InlineData("fail", "{ Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*' }, { Effect: Deny, Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*' }")]
    public void Scenario_18_organization_and_deny_decide_whether_everybody_is_let_in(string expected, string statements)
    {
        const string Ours = "lookups: { aws.organizations.organization: [{ Id: o-ours }] }";
        var config = $"{{ Attributes: {{ Policy: {{ Statement: [{statements}] }} }} }}";
        var answers = new[] { "SM-AWS-SQS-001", "SM-AWS-SQS-002" }.Select(rule => RuleBench.Ask(rule, config, Prod, Others, Ours).Answer);

        Assert.Equal(expected, answers.Contains("fail") ? "fail" : Assert.Single(answers.Distinct()));
    }

    [Theory]
    [InlineData("accounts.google.com", "accounts.google.com:aud")]
    [InlineData("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:aud")]
    [InlineData("arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", "token.actions.githubusercontent.com:sub")]
    public void Scenario_18_federated_principals_are_classified(string provider, string key)
    {
        var open = $"{{ AssumeRolePolicyDocument: {{ Statement: [{{ Effect: Allow, Principal: {{ Federated: '{provider}' }}, Action: 'sts:AssumeRoleWithWebIdentity' }}] }} }}";
        var narrowed = open.Replace("'sts:AssumeRoleWithWebIdentity'", $"'sts:AssumeRoleWithWebIdentity', Condition: {{ StringEquals: {{ '{key}': 'ours' }} }}", StringComparison.Ordinal);

        Says("fail", "SM-AWS-IAM-040", open, Prod);
        Says("pass", "SM-AWS-IAM-040", narrowed, Prod);
    }

    [Fact]
    public void Scenario_19_account_without_trails_is_found_and_one_whose_trails_may_not_be_read_is_unknown()
    {
        Says("fail", "SM-AWS-CLOUDTRAIL-021", "{ SummaryMap: {} }", "lookups: { aws.cloudtrail.trail: [] }");
        Says("unknown", "SM-AWS-CLOUDTRAIL-021", "{ SummaryMap: {} }", "incomplete: [aws.cloudtrail.trail]");
    }

    [Theory]
    [InlineData("SM-AWS-ELB-010", "{ Type: application, Listeners: [{ Port: 443, Protocol: HTTPS, SslPolicy: ELBSecurityPolicy-TLS14-2031-01 }] }")]
    [InlineData("SM-AWS-ELB-057", "{ ListenerDescriptions: [{ Listener: { LoadBalancerPort: 443, Protocol: SSL }, PolicyNames: [p] }], Policies: [{ PolicyName: p, PolicyAttributeDescriptions: [{ AttributeName: Protocol-TLSv1.4, AttributeValue: 'true' }] }] }")]
    public void Scenario_20_policy_of_tomorrow_is_neither_a_crash_nor_a_finding(string rule, string config)
        => Assert.Contains(RuleBench.Ask(rule, config).Answer, new[] { "pass", "unknown" });

    private static void Says(string expected, string rule, string config, params string[] surroundings)
    {
        var (answer, message) = RuleBench.Ask(rule, config, surroundings);

        Assert.True(expected == answer, $"{rule} said {answer} instead of {expected}: {message}");
    }
}
