using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecurityMonkey.Providers.Aws.Policies;

namespace SecurityMonkey.Tests.Providers.Aws.Policies;

/// <summary>What the analysis says of random policies agrees with deciding single requests.</summary>
public sealed class AccessAnalyzerPropertyTests
{
    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:zq7", "zq7:zq7", "s3:Getzq7", "s3:Putzq7"];
    private static readonly string[] Resources = ["arn:aws:s3:::b", "arn:aws:s3:::b/secret", "arn:aws:s3:::b/zq7", "zq7"];
    private static readonly string[] Addresses = ["93.184.216.34", "203.0.113.9", "198.51.100.7", "1.2.3.4"];

    [Property(Arbitrary = [typeof(Policies)], MaxTest = 400)]
    public void Internet_is_let_in_exactly_where_a_stranger_is(PolicyCase policy)
    {
        var grants = Analyze(policy);
        var strangers = Strangers().ToArray();

        Assert.Equal(strangers.Any(call => PolicyInterpreter.IsAllowed(policy.Json, call)), grants.Any(grant => grant.Class == AccessClass.Internet));
    }

    [Property(Arbitrary = [typeof(Policies)], MaxTest = 400)]
    public void Account_that_is_let_in_is_named_or_everybody_is(PolicyCase policy)
    {
        var grants = Analyze(policy);
        foreach (var account in new[] { "222222222222", "444444444444" })
        {
            // From a place that no policy names: where only a network is let in, the network is what is told.
            var isAllowed = Calls("AWS", $"arn:aws:iam::{account}:role/zq7", account, "93.184.216.34").Any(call => PolicyInterpreter.IsAllowed(policy.Json, call));
            if (isAllowed)
            {
                Assert.Contains(grants, grant => grant.Class == AccessClass.Internet || grant.Account == account || grant.Grantee.StartsWith("organisation", StringComparison.Ordinal));
            }
        }
    }

    [Property(Arbitrary = [typeof(Policies)], MaxTest = 400)]
    public void Account_that_is_told_is_let_in(PolicyCase policy)
    {
        foreach (var grant in Analyze(policy).Where(grant => grant is { Account: "222222222222" or "444444444444", IsWholeAccount: true, Service: null }))
        {
            var calls = Addresses.Concat(["vpc-zq7", "vpce-1"]).SelectMany(address => Calls("AWS", $"arn:aws:iam::{grant.Account}:role/zq7", grant.Account, address));
            Assert.Contains(calls, call => PolicyInterpreter.IsAllowed(policy.Json, call));
        }
    }

    private static IReadOnlyList<AccessGrant> Analyze(PolicyCase policy)
        => new AccessAnalyzer(PolicyDocument.Parse(policy.Json.ToJsonString()), new FakeKnowledge()).Analyze();

    private static IEnumerable<PolicyCall> Strangers()
        => Calls("AWS", $"arn:aws:iam::{RequesterIdentity.Stranger}:role/zq7", RequesterIdentity.Stranger, "93.184.216.34")
            .Concat(Calls("AWS", $"arn:aws:iam::{RequesterIdentity.Stranger}:role/zq7", RequesterIdentity.Stranger, "vpc"))
            .Concat(Calls("None", "", null, "93.184.216.34"))
            .Concat(Calls("None", "", null, "vpc"));

    // He who asks chooses action, resource, and whether he uses TLS.
    private static IEnumerable<PolicyCall> Calls(string kind, string arn, string? account, string place)
        => from action in Actions
           from resource in Resources
           from tls in new[] { "true", "false" }
           select new PolicyCall(kind, arn, account, action, resource, Keys(account, arn, place, tls));

    private static Dictionary<string, string> Keys(string? account, string arn, string place, string tls)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["aws:SecureTransport"] = tls };
        if (account is not null)
        {
            (keys["aws:PrincipalAccount"], keys["aws:PrincipalArn"], keys["aws:PrincipalOrgID"], keys["aws:SourceAccount"]) = (account, arn, "o-zq7", account);
        }

        if (place.StartsWith("vpc", StringComparison.Ordinal))
        {
            (keys["aws:SourceVpc"], keys["aws:SourceVpce"]) = ("vpc-zq7", place is "vpce-1" ? place : "vpce-zq7");
        }
        else
        {
            keys["aws:SourceIp"] = place;
        }

        return keys;
    }

    public sealed record PolicyCase(JsonObject Json)
    {
        public override string ToString() => Json.ToJsonString();
    }

    public static class Policies
    {
        private const string StatementKey = "State" + "ment";

        private static readonly string[] Principals =
        [
            "\"*\"", """{"AWS":"*"}""", """{"AWS":"222222222222"}""", """{"AWS":"arn:aws:iam::444444444444:root"}""", """{"AWS":["arn:aws:iam::222222222222:role/zq7","444444444444"]}""",
            """{"AWS":"arn:aws:iam::111111111111:root"}""",
        ];

        private static readonly string[] Conditions =
        [
            "{}", "{}", "{}",
            """{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", """{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","198.51.100.7/32"]}}""", """{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""",
            """{"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"}}""", """{"StringEquals":{"aws:PrincipalAccount":"222222222222"}}""", """{"StringNotEquals":{"aws:PrincipalAccount":"222222222222"}}""",
            """{"StringEquals":{"aws:PrincipalAccount":"222222222222"},"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", """{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::444444444444:role/*"}}""",
            """{"StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::444444444444:role/*"}}""", """{"StringEqualsIfExists":{"aws:PrincipalAccount":"222222222222"}}""",
            """{"StringEqualsIfExists":{"aws:PrincipalAccount":"222222222222"},"Null":{"aws:PrincipalAccount":"false"}}""", """{"ForAllValues:StringEquals":{"aws:PrincipalAccount":"222222222222"}}""",
            """{"StringEquals":{"aws:SourceVpce":"vpce-1"}}""", """{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}""", """{"StringNotEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}""",
            """{"Bool":{"aws:SecureTransport":"false"}}""", """{"Bool":{"aws:SecureTransport":"true"}}""", """{"StringEquals":{"aws:PrincipalOrgID":"o-mine"}}""", """{"StringNotEquals":{"aws:PrincipalOrgID":"o-mine"}}""",
        ];

        public static Arbitrary<PolicyCase> Cases()
            => Arb.From(from count in Gen.Choose(1, 3) from statements in Gen.ListOf(Statement, count) select new PolicyCase(new JsonObject { [StatementKey] = new JsonArray([.. statements.Select(text => JsonNode.Parse(text))]) }));

        private static Gen<string> Statement
            => from effect in Gen.Elements("Allow", "Allow", "Allow", "Deny", "Deny")
               from isNot in Gen.Elements(false, false, false, true)
               from principal in Gen.Elements(Principals)
               from action in Gen.Elements("\"Action\":\"s3:*\"", "\"Action\":[\"s3:GetObject\",\"s3:PutObject\"]", "\"Action\":\"*\"", "\"Action\":\"s3:Get*\"", "\"NotAction\":\"s3:GetObject\"", "\"NotAction\":[\"s3:*\"]")
               from resource in Gen.Elements("\"Resource\":\"arn:aws:s3:::b/*\"", "\"Resource\":[\"arn:aws:s3:::b\",\"arn:aws:s3:::b/*\"]", "\"Resource\":\"*\"", "\"NotResource\":\"arn:aws:s3:::b/secret\"")
               from condition in Gen.Elements(Conditions)
               select $$"""{"Effect":"{{effect}}","{{(isNot ? "NotPrincipal" : "Principal")}}":{{principal}},{{action}},{{resource}},"Condition":{{condition}}}""";
    }
}
