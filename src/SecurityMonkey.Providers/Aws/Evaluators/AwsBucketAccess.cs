using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds how a bucket is open to everybody: by ACL or policy, after the public access blocks of bucket and account.</summary>
internal sealed class AwsBucketAccess : IRuleEvaluator
{
    private static readonly string[] Kinds = ["acl-read", "acl-write", "policy-read", "policy-write"];

    private static readonly string[] WriteActions =
    [
        "s3:Put*", "s3:Delete*", "s3:AbortMultipartUpload", "s3:BypassGovernanceRetention", "s3:Create*", "s3:ReplicateDelete", "s3:ReplicateObject", "s3:RestoreObject", "s3:ObjectOwnerOverrideToBucketOwner",
    ];

    public string Name => "aws-bucket-access";

    public string Description => "Finds how a bucket is open to everybody, by ACL or policy, after the public access blocks of the bucket and of the account.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("find", "What to find: acl-read, acl-write, policy-read, policy-write; one or several.") { IsRequired = true },
        new("bucket", "A path to the bucket's name where the item is not the bucket itself, such as 'S3BucketName' of a trail.") { DefaultJson = "null" },
    ];

    public IReadOnlyList<string> Lookups { get; } = [AccountBlock, .. AccessKnowledge.ItemTypes];

    private const string AccountBlock = "aws.s3control.publicaccessblock";

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        var find = read.Texts("find");
        return find.All(kind => Kinds.Contains(kind, StringComparer.Ordinal))
            ? new Instance(find, read.Text("bucket"))
            : throw new FormatException($"The argument 'find' is {arguments["find"]}; expected {string.Join(", ", Kinds)}.");
    }

    private static readonly bool[] EitherWay = [false, true];

    private sealed class Instance(IReadOnlyList<string> find, string? bucketPath) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = bucketPath is not null ? [bucketPath] : Parts(find);

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            if (bucketPath is null)
            {
                return Audit(item, context);
            }

            var name = ItemConfig.Of(item, context).Text(bucketPath);
            if (name is null)
            {
                return [];
            }

            if (context.GetItemsBy("aws.s3.bucket", "Name", name) is not [var bucket, ..])
            {
                throw new RuleUnknownException($"Bucket '{name}' is not one of this account; whether it is open cannot be seen from here.");
            }

            bucket.RequireKnown(Parts(find));
            return Audit(bucket, context);
        }

        private IEnumerable<Finding> Audit(Item bucket, IAuditContext context)
        {
            var config = ItemConfig.Of(bucket, context);
            var candidates = Acl(config).Concat(Policy(config, bucket, context)).Where(candidate => find.Contains(candidate.Kind, StringComparer.Ordinal)).ToArray();
            if (candidates.Length == 0)
            {
                return [];
            }

            var block = config.Root.TryGetProperty("PublicAccessBlock", out var own) ? own : default;
            return candidates
                .Where(candidate => !IsOn(block, candidate.Switch) && !IsOnForAccount(context, candidate.Switch))
                .Select(candidate => candidate.Finding)
                .ToArray();
        }

        private static string[] Parts(IReadOnlyList<string> find)
            => [.. find.Select(kind => kind.StartsWith("acl", StringComparison.Ordinal) ? "Acl" : "Policy").Distinct(StringComparer.Ordinal), "PublicAccessBlock"];

        private static IEnumerable<(string Kind, string Switch, Finding Finding)> Acl(ItemConfig config)
        {
            if (config.Texts("OwnershipControls.Rules[].ObjectOwnership").Contains("BucketOwnerEnforced", StringComparer.Ordinal))
            {
                yield break;
            }

            foreach (var grant in ItemConfig.FindAll(config.Root, "Acl.Grants[]"))
            {
                var group = ItemConfig.Text(grant, "Grantee.URI") ?? "";
                var permission = ItemConfig.Text(grant, "Permission") ?? "";
                var who = group.EndsWith("/AllUsers", StringComparison.Ordinal) ? "everybody" : group.EndsWith("/AuthenticatedUsers", StringComparison.Ordinal) ? "every AWS user" : null;
                if (who is not null)
                {
                    foreach (var kind in permission is "FULL_CONTROL" ? new[] { "acl-read", "acl-write" } : permission.StartsWith("WRITE", StringComparison.Ordinal) ? ["acl-write"] : ["acl-read"])
                    {
                        yield return (kind, "IgnorePublicAcls", new Finding($"The ACL grants {permission} to {who}")
                        {
                            Discriminator = $"acl {who} {permission}",
                            Evidence = [new Evidence("Acl.Grants", grant.GetRawText())],
                        });
                    }
                }
            }
        }

        private static IEnumerable<(string Kind, string Switch, Finding Finding)> Policy(ItemConfig config, Item bucket, IAuditContext context)
            => from grant in AccessAnalyses.Of(bucket, context, "Policy", new AccessKnowledge(bucket, context), "")
               where grant.Class == AccessClass.Internet
               from isWrite in EitherWay
               where grant.Statement.IsNotAction || grant.Actions.Any(action => IsWrite(action) == isWrite || action.EndsWith('*'))
               where !isWrite || grant.Statement.IsNotAction || grant.Actions.Any(IsWrite)
               select (
                   isWrite ? "policy-write" : "policy-read",
                   "RestrictPublicBuckets",
                   new Finding($"{char.ToUpperInvariant(grant.Grantee[0])}{grant.Grantee[1..]} may use {string.Join(", ", grant.Actions.Take(6))} ({grant.Statement.Label})")
                   {
                       Discriminator = $"policy {grant.Grantee} {grant.Statement.Sid}",
                       Evidence = [new Evidence($"Policy.{grant.Statement.Path}", grant.Statement.Json)],
                   });

        private static bool IsWrite(string action)
            => action is "*" or "s3:*" || WriteActions.Any(write => Wildcard.IsMatch(write, action, ignoreCase: true) || Wildcard.IsMatch(action, Wildcard.Example(write, ""), ignoreCase: true));

        private static bool IsOn(JsonElement block, string name) => block.ValueKind == JsonValueKind.Object && block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

        // Where the switches of the account were not collected, the answer would be a guess.
        private static bool IsOnForAccount(IAuditContext context, string name)
            => context.GetItems(AccountBlock).Any(block =>
            {
                block.RequireKnown("PublicAccessBlockConfiguration");
                return ItemConfig.Of(block, context).IsTrue($"PublicAccessBlockConfiguration.{name}");
            });
    }
}
