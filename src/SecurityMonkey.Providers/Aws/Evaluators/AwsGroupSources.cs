using SecurityMonkey.Providers.Network;
using System.Globalization;
using SecurityMonkey.Network;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Network;
using SecurityMonkey.Providers.Aws.Policies;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>Finds permissions of a security group for public addresses or groups of others: of nobody we know, of our accounts, or of third parties.</summary>
internal sealed class AwsGroupSources : IRuleEvaluator
{
    public string Name => "aws-group-sources";

    public string Description => "Finds sources of a security group that are not the internet as a whole: unknown networks, and groups and addresses of other accounts.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("direction", "ingress or egress.") { DefaultJson = "\"ingress\"" },
        new("find", "unknown: public addresses or groups of accounts that nobody knows; friendly: those of our other accounts; third-party: those of known third parties; wide: blocks of public addresses that are unknown and wider than 'prefix'.")
        {
            IsRequired = true,
        },
        new("prefix", "The longest prefix of an IPv4 block that counts as wide.") { DefaultJson = "23" },
    ];

    public IReadOnlyList<string> Lookups { get; } = [.. PrefixLists.ItemTypes, .. GroupUse.ItemTypes, .. AccessKnowledge.ItemTypes];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(
            read.OneOf("direction", "ingress", "egress") is "ingress",
            read.OneOf("find", "unknown", "friendly", "third-party", "wide"),
            read.Integer("prefix") ?? 23);
    }

    private sealed class Instance(bool isIngress, string find, int prefix) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = [isIngress ? "IpPermissions" : "IpPermissionsEgress"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var group = SecurityGroup.Of(item, context);
            var knowledge = new AccessKnowledge(item, context);
            var prefixLists = new PrefixLists(item, context);
            var direction = isIngress ? "in from" : "out to";
            var permissions = isIngress ? group.Ingress : group.Egress;
            var blocks = from permission in permissions
                         from block in SecurityGroup.BlocksOf(permission, prefixLists)
                         where !block.Addresses.IsInternet && block.Addresses.HasInternet && IsWanted(block.Addresses, knowledge)
                         select new Finding($"{(permission.Protocol is "-1" ? "All traffic" : permission.Transports[0].Text(permission.Ports.ToString()))} is let {direction} {block.Text}, {Text(knowledge.OfNetwork(block.Addresses), block.Addresses)}")
                         {
                             Discriminator = $"{block.Text} {permission.Protocol} {permission.Ports}",
                             Evidence = [new Evidence(block.Path, block.Json)],
                         };
            var groups = find is "wide" ? [] : ReadGroups(item, context, knowledge, direction);
            var findings = blocks.Concat(groups).ToArray();
            if (findings.Length == 0)
            {
                prefixLists.RequireKnown();
                if (Wanted == AccessClass.Unknown)
                {
                    knowledge.RequireNoDoubts();
                }
            }

            var score = findings.Length == 0 ? null : GroupUse.ScoreOf(rule, group.Id, item, context);
            return findings.Select(finding => finding with { Score = score });
        }

        private IEnumerable<Finding> ReadGroups(Item item, IAuditContext context, AccessKnowledge knowledge, string direction)
            => from pair in ItemConfig.FindAll(ItemConfig.Of(item, context).Root, (isIngress ? "IpPermissions[]" : "IpPermissionsEgress[]") + ".UserIdGroupPairs[]")
               let account = ItemConfig.Text(pair, "UserId")
               where account is not null
               let known = knowledge.OfAccount(account)
               where known.Class == Wanted && known.Class != AccessClass.SameAccount
               select new Finding($"Traffic is let {direction} group {ItemConfig.Text(pair, "GroupId")} of {known.Text}")
               {
                   Discriminator = $"{account}/{ItemConfig.Text(pair, "GroupId")}",
                   Evidence = [new Evidence("UserIdGroupPairs", pair.GetRawText())],
               };

        private AccessClass Wanted => find switch
        {
            "friendly" => AccessClass.Friendly,
            "third-party" => AccessClass.ThirdParty,
            _ => AccessClass.Unknown,
        };

        // Wide are blocks between the internet and a network of a company; unknown are those that are narrower.
        private bool IsWanted(AddressSet addresses, AccessKnowledge knowledge)
        {
            var isWide = addresses.Intersect(AddressSet.Internet).CountIPv4 >= 1L << (32 - prefix);
            return knowledge.OfNetwork(addresses) == Wanted && (find is "wide" ? isWide : find is not "unknown" || !isWide || !isIngress);
        }

        private static string Text(AccessClass known, AddressSet addresses)
            => known switch
            {
                AccessClass.Friendly or AccessClass.SameAccount => "a network of ours",
                AccessClass.ThirdParty => "a network of a known third party",
                _ when addresses.CountIPv4 > 1 => string.Create(CultureInfo.InvariantCulture, $"{addresses.CountIPv4:N0} addresses of nobody we know"),
                _ => "a network of nobody we know",
            };
    }
}
