using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds buckets that do not refuse requests without TLS from everybody, for every action, to the bucket and all its objects.</summary>
internal sealed class AwsBucketTls : IRuleEvaluator
{
    public string Name => "aws-bucket-tls";

    public string Description => "Finds buckets whose policy does not deny every request without TLS: all principals, all actions, the bucket and its objects.";

    public IReadOnlyList<EvaluatorArgument> Arguments => [];

    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments) => new Instance();

    private sealed class Instance : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = ["Policy"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var config = ItemConfig.Of(item, context);
            var policy = ItemConfig.Find(config.Root, "Policy") is { } value ? PolicyDocument.Read(value) : PolicyDocument.Empty;
            var denying = policy.Statements.Where(IsDenyOfPlainHttp).ToArray();
            var bucket = $"arn:aws:s3:::{config.Text("Name") ?? item.Name}";
            var missing = new[] { (What: "the bucket itself", Resource: bucket), (What: "its objects", Resource: bucket + "/zq7") }
                .Where(part => !denying.Any(statement => statement.SpeaksOfAction("s3:zq7") && statement.SpeaksOfResource(SamePartition(statement, part.Resource))))
                .Select(part => part.What)
                .ToArray();
            if (missing.Length > 0)
            {
                var narrow = policy.Statements.Where(statement => !statement.IsAllow && statement.Conditions.Any(IsPlainHttp)).ToArray();
                yield return new Finding(narrow.Length == 0
                    ? "No statement of the policy refuses requests without TLS"
                    : $"{narrow[0].Label} refuses requests without TLS, but not for everybody and every action on {string.Join(" and ", missing)}")
                {
                    Evidence = [.. narrow.Select(statement => new Evidence($"Policy.{statement.Path}", statement.Json))],
                };
            }
        }

        private static bool IsDenyOfPlainHttp(PolicyStatement statement)
            => !statement.IsAllow
                && !statement.IsNotPrincipal
                && statement.Principals.Any(principal => principal.Kind == PrincipalKind.Everyone)
                && statement.Conditions.Count > 0
                && statement.Conditions.All(IsPlainHttp);

        private static bool IsPlainHttp(PolicyCondition condition)
            => (string.Equals(condition.Key, "aws:SecureTransport", StringComparison.OrdinalIgnoreCase)
                    && condition.Operator.StartsWith("Bool", StringComparison.OrdinalIgnoreCase)
                    && condition.Values.All(value => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase)))
                || (string.Equals(condition.Key, "s3:TlsVersion", StringComparison.OrdinalIgnoreCase) && condition.Operator.StartsWith("NumericLessThan", StringComparison.OrdinalIgnoreCase));

        private static string SamePartition(PolicyStatement statement, string resource)
            => statement.Resources.FirstOrDefault(text => text.StartsWith("arn:", StringComparison.Ordinal)) is { } arn && arn.Split(':')[1] is var partition and not "*"
                ? $"arn:{partition}:{resource["arn:aws:".Length..]}"
                : resource;
    }
}
