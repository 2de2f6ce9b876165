using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Aws.Session;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds resources that AWS Backup neither has backed up nor is asked to back up by any plan.</summary>
/// <remarks>How a selection chooses: https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html.</remarks>
internal sealed class AwsBackupCoverage : IRuleEvaluator
{
    private const string Protected = "aws.backup.protectedresource";
    private const string Selection = "aws.backup.selection";
    private const string Instance = "aws.ec2.instance";

    public string Name => "aws-backup-coverage";

    public string Description => "Finds resources that are not among those that AWS Backup keeps, and that no selection of a backup plan chooses, with its wildcards, exceptions and tags.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("arn", "Where the ARN is, or 'volume' for a volume, which has none in its configuration.") { IsRequired = true },
        new("tags", "Where the tags are.") { DefaultJson = "\"Tags\"" },
    ];

    public IReadOnlyList<string> Lookups { get; } = [Protected, Selection, Instance];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Evaluated(read.Text("arn") ?? throw new FormatException("The argument 'arn' is missing."), read.Text("tags") ?? "Tags");
    }

    private sealed class Evaluated(string arnPath, string tagsPath) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = arnPath is "volume" ? ["VolumeId", "Attachments", tagsPath] : [arnPath, tagsPath];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var config = ItemConfig.Of(item, context);
            var resources = Resources(config, item, context).ToArray();
            var selections = context.GetItems(Selection, item.Region);
            if (Array.Exists(resources, resource => context.GetItemsBy(Protected, "ResourceArn", resource.Arn, item.Region).Count > 0)
                || selections.Any(selection => Array.Exists(resources, resource => Chooses(ItemConfig.Of(selection, context), resource))))
            {
                return [];
            }

            return
            [
                new Finding($"{resources[0].Arn} was never backed up by AWS Backup, and none of {selections.Count} selections chooses it")
                {
                    Evidence = [new Evidence(Reads[0], $"\"{resources[0].Arn}\"")],
                },
            ];
        }

        // A volume is backed up with the instance that it is attached to as well.
        private IEnumerable<Resource> Resources(ItemConfig config, Item item, IAuditContext context)
        {
            if (arnPath is not "volume")
            {
                yield return new Resource(Required(config, arnPath, item), Tags(config, tagsPath));
                yield break;
            }

            yield return new Resource(ArnOf(item, context, "volume", Required(config, "VolumeId", item)), Tags(config, tagsPath));
            foreach (var id in config.Texts("Attachments[].InstanceId"))
            {
                var instance = context.GetItemsBy(Instance, "InstanceId", id, item.Region) is [var found, ..] ? Tags(ItemConfig.Of(found, context), "Tags") : [];
                yield return new Resource(ArnOf(item, context, "instance", id), instance);
            }
        }

        private static string Required(ItemConfig config, string path, Item item)
            => config.Text(path) ?? throw new RuleUnknownException($"The configuration of {item.ItemType} '{item.NativeId}' has no {path}.");

        private static string ArnOf(Item item, IAuditContext context, string kind, string id)
            => $"arn:{AwsPartition.OfRegion(item.Region)}:ec2:{item.Region}:{context.Account.Identifier}:{kind}/{id}";

        private static Dictionary<string, string> Tags(ItemConfig config, string path)
        {
            var tags = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var tag in ItemConfig.FindAll(config.Root, path + "[]"))
            {
                tags[ItemConfig.Text(tag, "Key") ?? ""] = ItemConfig.Text(tag, "Value") ?? "";
            }

            return tags;
        }

        // ListOfTags is any of them, Conditions are all of them; without either, the resources alone decide. Without resources, tags choose among all.
        private static bool Chooses(ItemConfig selection, Resource resource)
        {
            var named = selection.Texts("BackupSelection.Resources[]").ToArray();
            var listed = ItemConfig.FindAll(selection.Root, "BackupSelection.ListOfTags[]").ToArray();
            var isNamed = named.Length == 0 ? listed.Length > 0 : Array.Exists(named, pattern => Wildcard.IsMatch(pattern, resource.Arn, ignoreCase: false));
            return isNamed
                && !selection.Texts("BackupSelection.NotResources[]").Any(pattern => Wildcard.IsMatch(pattern, resource.Arn, ignoreCase: false))
                && (listed.Length == 0 || Array.Exists(listed, tag => Compare(tag, resource, (value, wanted) => value == wanted)))
                && Conditions(selection, "StringEquals", resource, (value, wanted) => value == wanted)
                && Conditions(selection, "StringLike", resource, (value, wanted) => value is not null && Wildcard.IsMatch(wanted, value, ignoreCase: false))
                && Conditions(selection, "StringNotEquals", resource, (value, wanted) => value != wanted)
                && Conditions(selection, "StringNotLike", resource, (value, wanted) => value is null || !Wildcard.IsMatch(wanted, value, ignoreCase: false));
        }

        private static bool Conditions(ItemConfig selection, string name, Resource resource, Func<string?, string, bool> holds)
            => ItemConfig.FindAll(selection.Root, $"BackupSelection.Conditions.{name}[]").All(condition => Compare(condition, resource, holds));

        private static bool Compare(JsonElement condition, Resource resource, Func<string?, string, bool> holds)
        {
            var key = ItemConfig.Text(condition, "ConditionKey") ?? "";
            key = key.StartsWith("aws:ResourceTag/", StringComparison.Ordinal) ? key["aws:ResourceTag/".Length..] : key;
            return holds(resource.Tags.GetValueOrDefault(key), ItemConfig.Text(condition, "ConditionValue") ?? "");
        }
    }

    private sealed record Resource(string Arn, IReadOnlyDictionary<string, string> Tags);
}
