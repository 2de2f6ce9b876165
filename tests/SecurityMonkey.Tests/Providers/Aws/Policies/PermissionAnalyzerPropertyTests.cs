using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecurityMonkey.Providers.Aws.Policies;

namespace SecurityMonkey.Tests.Providers.Aws.Policies;

/// <summary>What random policies of an identity are said to permit agrees with asking for it, resource by resource.</summary>
public sealed class PermissionAnalyzerPropertyTests
{
    private const string Nowhere = "arn:aws:sqs:eu-west-1:1:nowhere";

    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "iam:PassRole", "ec2:RunInstances"];
    private static readonly string[] Resources = ["arn:aws:s3:::b", "arn:aws:s3:::b/x", "arn:aws:s3:::b/secret", "arn:aws:iam::1:role/a", Nowhere];

    [Property(Arbitrary = [typeof(Identities)], MaxTest = 500)]
    public void Action_is_permitted_exactly_where_some_resource_allows_it(IdentityCase identity)
    {
        var analyzer = new PermissionAnalyzer(identity.Policies.Select(policy => PolicyDocument.Parse(policy.ToJsonString())));

        Assert.All(Actions, action => Assert.Equal(Resources.Any(resource => identity.Allows(action, resource)), analyzer.Permitting(action, isEverywhere: false).Any()));
    }

    [Property(Arbitrary = [typeof(Identities)], MaxTest = 500)]
    public void Action_is_permitted_everywhere_exactly_where_a_resource_that_nobody_names_allows_it(IdentityCase identity)
    {
        var analyzer = new PermissionAnalyzer(identity.Policies.Select(policy => PolicyDocument.Parse(policy.ToJsonString())));

        Assert.All(Actions, action => Assert.Equal(identity.Allows(action, Nowhere), analyzer.Permitting(action, isEverywhere: true).Any()));
    }

    /// <summary>The policies of an identity, taken together.</summary>
    public sealed record IdentityCase(JsonObject[] Policies)
    {
        // To the interpreter they are one policy, which everybody is named by.
        private readonly JsonObject _together = new()
        {
            ["Statement"] = new JsonArray([.. Policies.SelectMany(policy => policy["Statement"]!.AsArray()).Select(statement =>
            {
                var copy = statement!.DeepClone().AsObject();
                copy["Principal"] = "*";
                return (JsonNode)copy;
            })]),
        };

        internal bool Allows(string action, string resource)
            => PolicyInterpreter.IsAllowed(_together, new PolicyCall("AWS", "arn:aws:iam::1:user/u", "1", action, resource, new Dictionary<string, string>()));

        public override string ToString() => string.Join(' ', Policies.Select(policy => policy.ToJsonString()));
    }

    public static class Identities
    {
        private static readonly string[] ActionElements =
        [
            "\"Action\":\"s3:*\"", "\"Action\":\"*\"", "\"Action\":[\"s3:GetObject\",\"iam:PassRole\"]", "\"Action\":\"S3:get*\"", "\"Action\":\"ec2:?unInstances\"", "\"NotAction\":\"s3:GetObject\"", "\"NotAction\":[\"s3:*\",\"iam:*\"]",
        ];

        private static readonly string[] ResourceElements =
        [
            "\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::b/*\"", "\"Resource\":[\"arn:aws:s3:::b\",\"arn:aws:iam::1:role/a\"]", "\"NotResource\":\"arn:aws:s3:::b/secret\"", "\"NotResource\":[\"arn:aws:s3:::b/*\",\"arn:aws:iam::1:role/a\"]",
        ];

        public static Arbitrary<IdentityCase> Cases()
            => Arb.From(from policies in Gen.Choose(1, 3) from documents in Gen.ListOf(Document, policies) select new IdentityCase([.. documents]));

        private static Gen<JsonObject> Document
            => from count in Gen.Choose(1, 2)
               from statements in Gen.ListOf(StatementText, count)
               select new JsonObject { ["Statement"] = new JsonArray([.. statements.Select(text => JsonNode.Parse(text))]) };

        private static Gen<string> StatementText
            => from effect in Gen.Elements("Allow", "Allow", "Deny")
               from action in Gen.Elements(ActionElements)
               from resource in Gen.Elements(ResourceElements)
               select $$"""{"Effect":"{{effect}}",{{action}},{{resource}}}""";
    }
}
