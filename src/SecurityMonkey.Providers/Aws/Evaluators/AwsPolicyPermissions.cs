using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds what the policies of an identity permit: single actions, all actions of a service, or combinations that lead to more.</summary>
internal sealed class AwsPolicyPermissions : IRuleEvaluator
{
    private const int MostCombinations = 12;

    public string Name => "aws-policy-permissions";

    public string Description => "Finds actions that the policies of an identity permit, with wildcards, NotAction, NotResource and denials counted.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("policy", "Where the policy documents are: member names with dots, '[]' for the elements of a list; one or several, taken together.") { IsRequired = true },
        new("grants", "Actions, or lists of actions all of which must be permitted; 'iam:*' is every action of the service, '*' every action.") { DefaultJson = "[]" },
        new("everywhere", "Whether only what is permitted on every resource counts.") { DefaultJson = "false" },
        new("unless", "Actions that another rule speaks of: where they are permitted everywhere, nothing is found.") { DefaultJson = "[]" },
        new("statement", "What else a statement that allows must not have: NotAction or NotResource.") { DefaultJson = "null" },
    ];

    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        var statement = read.Text("statement");
        return statement is null or "NotAction" or "NotResource"
            ? new Instance(read.Texts("policy"), read.TextLists("grants"), read.Flag("everywhere"), read.Texts("unless"), statement)
            : throw new FormatException($"The argument 'statement' is '{statement}'; expected NotAction or NotResource.");
    }

    private sealed class Instance(
        IReadOnlyList<string> policies, IReadOnlyList<IReadOnlyList<string>> grants, bool isEverywhere, IReadOnlyList<string> unless, string? shape) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = [.. policies.Select(path => path.Split('[')[0])];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var config = ItemConfig.Of(item, context).Root;
            if (!Reads.Any(part => config.TryGetProperty(part, out _)))
            {
                throw new RuleUnknownException($"The configuration of {item.ItemType} '{item.NativeId}' has none of {string.Join(", ", Reads)}, where policies would be.");
            }

            var documents = policies
                .SelectMany(path => ItemConfig.FindAll(config, path))
                .Select(PolicyDocument.Read)
                .ToArray();
            if (shape is not null)
            {
                return FindShape(documents);
            }

            var analyzer = new PermissionAnalyzer(documents);
            return unless.Any(action => analyzer.Permitting(action, isEverywhere: true).Any()) ? [] : FindGrants(analyzer);
        }

        private IEnumerable<Finding> FindGrants(PermissionAnalyzer analyzer)
        {
            var found = grants
                .Select(combination => (Actions: combination, Statements: combination.Select(action => analyzer.Permitting(action, isEverywhere).ToArray()).ToArray()))
                .Where(match => Array.TrueForAll(match.Statements, statements => statements.Length > 0))
                .ToArray();
            if (found.Length > 0)
            {
                var texts = found.Select(match => string.Join(" + ", match.Actions)).ToArray();
                var more = texts.Length > MostCombinations ? $" and {texts.Length - MostCombinations} more" : "";
                var statements = found.SelectMany(match => match.Statements.SelectMany(list => list)).DistinctBy(statement => statement.Json).ToArray();
                yield return new Finding(
                    $"{string.Join(", ", texts.Take(MostCombinations))}{more} {(texts.Length == 1 ? "is" : "are")} permitted{(isEverywhere ? " on every resource" : "")} ({string.Join(", ", statements.Select(Label).Distinct(StringComparer.Ordinal))})")
                {
                    Evidence = [.. statements.Take(5).Select(statement => statement.ToEvidence())],
                };
            }
        }

        private IEnumerable<Finding> FindShape(PolicyDocument[] documents)
            => from statement in documents.SelectMany(document => document.Statements)
               where statement.IsAllow && (shape is "NotAction" ? statement.IsNotAction : statement.IsNotResource)
               let excepted = string.Join(", ", shape is "NotAction" ? statement.Actions : statement.Resources)
               select new Finding($"{Label(statement)} allows everything but {excepted}")
               {
                   Discriminator = excepted,
                   Evidence = [statement.ToEvidence()],
               };

        private static string Label(PolicyStatement statement) => statement.Conditions.Count == 0 ? statement.Label : $"{statement.Label}, under conditions";
    }
}
