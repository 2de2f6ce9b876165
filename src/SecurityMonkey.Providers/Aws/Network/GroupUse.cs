using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>What security groups are attached to.</summary>
internal static class GroupUse
{
    /// <summary>
    /// The item types that tell. Interfaces are all there is: whatever has a group (an instance, a load balancer, a database, a function) has it on an interface.
    /// The others tell where interfaces were not collected.
    /// </summary>
    public static readonly string[] ItemTypes =
    [
        "aws.ec2.networkinterface", "aws.ec2.instance", "aws.elbv2.loadbalancer", "aws.elb.loadbalancer", "aws.rds.instance",
    ];

    private static readonly string[] Paths = ["Groups[].GroupId", "SecurityGroups[].GroupId", "SecurityGroups[]", "SecurityGroups[]", "VpcSecurityGroups[].VpcSecurityGroupId"];

    /// <summary>Whether a group is attached to anything; null where nobody knows.</summary>
    public static bool? IsUsed(string groupId, Item item, IAuditContext context)
    {
        var isKnown = false;
        for (var index = 0; index < ItemTypes.Length; index++)
        {
            try
            {
                if (context.GetItemsBy(ItemTypes[index], Paths[index], groupId, item.Region).Count > 0)
                {
                    return true;
                }

                isKnown |= index == 0;
            }
            catch (RuleUnknownException)
            {
                // The next one may tell.
            }
        }

        return isKnown ? false : null;
    }

    /// <summary>The score of a finding on a group: lower where the group is attached to nothing, so that it is seen and does not crowd out what is open now.</summary>
    public static int? ScoreOf(Rule rule, string groupId, Item item, IAuditContext context)
        => IsUsed(groupId, item, context) is false ? Math.Max(Math.Min(rule.Score, 1), rule.Score - 5) : null;
}
