using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds accounts that a resource is shared with, by account number or canonical user id, as well as they are known.</summary>
internal sealed class AwsSharedWith : IRuleEvaluator
{
    public string Name => "aws-shared-with";

    public string Description => "Finds accounts that stand in a configuration (shares, owners of the other side, grantees) and are unknown, third parties' or our other accounts.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("accounts", "Where account numbers or ARNs stand: member names with dots, '[]' for the elements of a list; one or several.") { DefaultJson = "[]" },
        new("canonicalUsers", "Where canonical user ids stand; one or several.") { DefaultJson = "[]" },
        new("find", "Whom to find: unknown, third-party, friendly; one or several.") { IsRequired = true },
        new("ignore", "Values that are no accounts, such as 'all'.") { DefaultJson = "[\"all\"]" },
        new("trustedAccounts", "Numbers of further accounts that are trusted.") { DefaultJson = "[]" },
    ];

    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(
            read.Texts("accounts"),
            read.Texts("canonicalUsers"),
            [.. read.Texts("find").Select(ClassOf)],
            [.. read.Texts("ignore"), .. read.Texts("trustedAccounts")]);
    }

    private static AccessClass ClassOf(string find) => find switch
    {
        "unknown" => AccessClass.Unknown,
        "third-party" => AccessClass.ThirdParty,
        "friendly" => AccessClass.Friendly,
        _ => throw new FormatException($"The argument 'find' has '{find}'; expected unknown, third-party or friendly."),
    };

    private sealed class Instance(IReadOnlyList<string> accounts, IReadOnlyList<string> canonicalUsers, IReadOnlyList<AccessClass> find, IReadOnlyList<string> ignore) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = [.. accounts.Concat(canonicalUsers).Select(path => path.Split('[')[0])];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var (config, knowledge) = (ItemConfig.Of(item, context), new AccessKnowledge(item, context));
            var owner = config.Text("Acl.Owner.ID");
            var named = accounts.SelectMany(path => config.Texts(path).Select(text => (Path: path, Text: text, Known: OfAccount(text, knowledge))))
                .Concat(canonicalUsers.SelectMany(path => config.Texts(path)
                    .Where(text => !string.Equals(text, owner, StringComparison.Ordinal))
                    .Select(text => (Path: path, Text: text, Known: knowledge.OfCanonicalUser(text)))));
            return from share in named.Where(share => !ignore.Contains(share.Text, StringComparer.Ordinal)).DistinctBy(share => share.Text)
                   where find.Contains(share.Known.Class)
                   select new Finding($"Shared with {share.Known.Text}")
                   {
                       Discriminator = share.Text,
                       Evidence = [new Evidence(share.Path, $"\"{share.Text}\"")],
                   };
        }

        private static (AccessClass Class, string Text) OfAccount(string text, AccessKnowledge knowledge)
            => text.StartsWith("aws-marketplace", StringComparison.Ordinal) ? (AccessClass.AwsService, "AWS Marketplace")
                : Arn.AccountOf(text) is { Length: > 0 } account && text.StartsWith("arn:", StringComparison.Ordinal)
                    ? text.Contains(":organization/", StringComparison.Ordinal) || text.Contains(":ou/", StringComparison.Ordinal) ? (knowledge.OfAccount(account).Class, $"organisation {text}") : knowledge.OfAccount(account)
                    : knowledge.OfAccount(text);
    }
}
