using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds whom the policy of a resource, or the trust policy of a role, lets in.</summary>
internal sealed class AwsPolicyAccess : IRuleEvaluator
{
    public string Name => "aws-policy-access";

    public string Description => "Finds whom a resource's policy lets in, with all conditions and denials counted: everybody, unknown accounts, third parties, our other accounts, services.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("policy", "Where the policy documents are: member names with dots, '[]' for the elements of a list; one or several.") { IsRequired = true },
        new("find", "Whom to find: internet, unknown, third-party, friendly, any-source (a service that nobody tells for whom it may ask); one or several.") { IsRequired = true },
        new("actions", "Patterns of actions that matter; all where none are given.") { DefaultJson = "[]" },
        new("wholeAccount", "Whether only grants to whole accounts are found.") { DefaultJson = "false" },
        new("organizations", "Ids of organisations that are ours (o-...), beside the one that the account is in.") { DefaultJson = "[]" },
        new("trustedAccounts", "Numbers of further accounts that are trusted.") { DefaultJson = "[]" },
    ];

    public IReadOnlyList<string> Lookups { get; } = AccessKnowledge.ItemTypes;

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        var find = read.Texts("find");
        if (find.FirstOrDefault(text => !Instance.Finds.ContainsKey(text)) is { } wrong)
        {
            throw new FormatException($"The argument 'find' has '{wrong}'; expected {string.Join(", ", Instance.Finds.Keys)}.");
        }

        return new Instance(read.Texts("policy"), find, read.Texts("actions"), read.Flag("wholeAccount"), read.Texts("organizations"), read.Texts("trustedAccounts"));
    }

    private sealed class Instance(
        IReadOnlyList<string> policies, IReadOnlyList<string> find, IReadOnlyList<string> actions, bool isWholeAccount, IReadOnlyList<string> organizations, IReadOnlyList<string> trusted)
        : IEvaluatedRule
    {
        // Services that do not act for resources of anybody else, so that there is no deputy to confuse.
        private static readonly string[] ServicesWithoutSource =
        [
            "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "eks.amazonaws.com", "pods.eks.amazonaws.com", "ssm.amazonaws.com", "edgelambda.amazonaws.com",
        ];

        public static readonly IReadOnlyDictionary<string, Func<AccessGrant, bool>> Finds = new Dictionary<string, Func<AccessGrant, bool>>(StringComparer.Ordinal)
        {
            ["internet"] = grant => grant.Class == AccessClass.Internet,
            ["unknown"] = grant => grant.Class == AccessClass.Unknown,
            ["third-party"] = grant => grant.Class == AccessClass.ThirdParty,
            ["friendly"] = grant => grant.Class == AccessClass.Friendly,
            ["any-source"] = grant => grant is { IsAnySource: true, Service: { } service } && !ServicesWithoutSource.Contains(service, StringComparer.Ordinal),
        };

        public IReadOnlyList<string> Reads { get; } = [.. policies.Select(path => path.Split('[')[0])];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var knowledge = new AccessKnowledge(item, context, organizations);
            var grants = policies
                .SelectMany(path => AccessAnalyses.Of(item, context, path, knowledge, string.Join(' ', organizations)))
                .Where(IsMeant)
                .ToArray();
            var found = grants.Where(grant => find.Any(name => Finds[name](grant))).ToArray();
            if (found.Length == 0 && find.Contains("unknown", StringComparer.Ordinal) && Array.Exists(grants, grant => grant.Class == AccessClass.Undetermined))
            {
                knowledge.RequireNoDoubts();
            }

            return found.GroupBy(grant => grant.Grantee, StringComparer.Ordinal).Select(Find);
        }

        private bool IsMeant(AccessGrant grant)
            => (!isWholeAccount || grant.IsWholeAccount)
                && !trusted.Contains(grant.Account ?? "", StringComparer.Ordinal)
                && (actions.Count == 0 || grant.Statement.IsNotAction || grant.Actions.Any(granted => actions.Any(wanted => Overlaps(wanted, granted))));

        private static bool Overlaps(string wanted, string granted)
            => Wildcard.IsMatch(wanted, granted, ignoreCase: true) || Wildcard.IsMatch(granted, Wildcard.Example(wanted, ""), ignoreCase: true);

        private static Finding Find(IGrouping<string, AccessGrant> grants)
        {
            var granted = string.Join(", ", grants.SelectMany(grant => grant.Actions).Distinct(StringComparer.Ordinal).Take(6));
            return new Finding($"{char.ToUpperInvariant(grants.Key[0])}{grants.Key[1..]} may use {granted} ({string.Join(", ", grants.Select(grant => grant.Statement.Label).Distinct(StringComparer.Ordinal))})")
            {
                Discriminator = grants.Key,
                Evidence = [.. grants.DistinctBy(grant => grant.Statement.Path).Select(grant => grant.Statement.ToEvidence(longest: 1000))],
            };
        }
    }
}
