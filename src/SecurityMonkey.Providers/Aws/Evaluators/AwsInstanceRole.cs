using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds instances whose role permits more than a program on a server should be able to do: from the instance profile over the role to its policies.</summary>
internal sealed class AwsInstanceRole : IRuleEvaluator
{
    private const string Profile = "aws.iam.instanceprofile";
    private const string Role = "aws.iam.role";
    private const string Policy = "aws.iam.policy";

    public string Name => "aws-instance-role";

    public string Description => "Finds instances whose role permits certain actions on every resource, by inline, customer managed or AWS managed policies.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("grants", "Actions that the role must not permit on every resource; 'iam:*' is every action of the service, '*' every action.") { DefaultJson = "[\"*\", \"iam:*\"]" },
        new("managedPolicies", "Names of policies of AWS that permit them.") { DefaultJson = "[\"AdministratorAccess\", \"IAMFullAccess\"]" },
    ];

    public IReadOnlyList<string> Lookups { get; } = [Profile, Role, Policy];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(read.Texts("grants"), read.Texts("managedPolicies"));
    }

    private sealed class Instance(IReadOnlyList<string> grants, IReadOnlyList<string> managedPolicies) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = ["IamInstanceProfile", "State"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var config = ItemConfig.Of(item, context);
            if (config.Text("State.Name") is "terminated" || config.Text("IamInstanceProfile.Arn") is not { } profileArn)
            {
                return [];
            }

            if (context.GetItemsBy(Profile, "Arn", profileArn) is not [var profile, ..])
            {
                throw new RuleUnknownException($"The instance profile {profileArn} is not among those that were collected.");
            }

            return [.. ItemConfig.Of(profile, context).Texts("Roles[].Arn").SelectMany(role => OfRole(role, context)).DistinctBy(finding => finding.Discriminator)];
        }

        private IEnumerable<Finding> OfRole(string roleArn, IAuditContext context)
        {
            if (context.GetItemsBy(Role, "Arn", roleArn) is not [var role, ..])
            {
                throw new RuleUnknownException($"The role {roleArn} is not among those that were collected.");
            }

            role.RequireKnown("RolePolicyList", "AttachedManagedPolicies");
            var config = ItemConfig.Of(role, context);
            var attached = config.Texts("AttachedManagedPolicies[].PolicyArn").ToArray();
            foreach (var name in attached.Where(arn => Arn.AccountOf(arn) is "aws").Select(arn => arn[(arn.LastIndexOf('/') + 1)..]).Intersect(managedPolicies, StringComparer.Ordinal))
            {
                yield return Find(roleArn, $"has the policy {name} of AWS", name, new Evidence("AttachedManagedPolicies", $"\"{name}\""));
            }

            var documents = ItemConfig.FindAll(config.Root, "RolePolicyList[].PolicyDocument")
                .Concat(attached.Where(arn => Arn.AccountOf(arn) is not "aws").SelectMany(arn => OfPolicy(arn, context)))
                .Select(PolicyDocument.Read)
                .ToArray();
            var analyzer = new PermissionAnalyzer(documents);
            foreach (var action in grants)
            {
                if (analyzer.Permitting(action, isEverywhere: true).FirstOrDefault() is { } statement)
                {
                    yield return Find(roleArn, $"permits {action} on every resource ({statement.Label})", action, statement.ToEvidence());
                    yield break;
                }
            }
        }

        private static IEnumerable<JsonElement> OfPolicy(string arn, IAuditContext context)
        {
            if (context.GetItemsBy(Policy, "Arn", arn) is not [var policy, ..])
            {
                throw new RuleUnknownException($"The policy {arn} is not among those that were collected.");
            }

            return ItemConfig.FindAll(ItemConfig.Of(policy, context).Root, "PolicyVersionList[IsDefaultVersion].Document");
        }

        private static Finding Find(string roleArn, string what, string discriminator, Evidence evidence)
            => new($"Its role {roleArn[(roleArn.LastIndexOf('/') + 1)..]} {what}")
            {
                Discriminator = $"{roleArn} {discriminator}",
                Evidence = [evidence],
            };
    }
}
