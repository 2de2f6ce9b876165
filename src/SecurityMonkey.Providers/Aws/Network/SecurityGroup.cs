using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Network;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>A security group: what it lets in and out.</summary>
internal sealed class SecurityGroup
{
    private SecurityGroup(ItemConfig config)
    {
        Ingress = Permission.Read(config.Root, "IpPermissions");
        Egress = config.Root.TryGetProperty("IpPermissionsEgress", out _) ? Permission.Read(config.Root, "IpPermissionsEgress") : [];
        Id = config.Text("GroupId") ?? "";
        Owner = config.Text("OwnerId");
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>The number of the account that owns it, or null.</summary>
    public string? Owner { get; }

    /// <summary>What it lets in.</summary>
    public IReadOnlyList<Permission> Ingress { get; }

    /// <summary>What it lets out.</summary>
    public IReadOnlyList<Permission> Egress { get; }

    /// <summary>The group of an item, read once for all rules.</summary>
    /// <exception cref="FormatException">A protocol, a port or a block cannot be read.</exception>
    /// <exception cref="RuleUnknownException">It has no permissions: the configuration is not what the EC2 API gives.</exception>
    public static SecurityGroup Of(Item item, IAuditContext context)
    {
        var config = ItemConfig.Of(item, context);
        return context.Derive(item, _ =>
        {
            try
            {
                return new SecurityGroup(config);
            }
            catch (KeyNotFoundException exception)
            {
                throw new RuleUnknownException($"Security group '{item.NativeId}' is not as the EC2 API gives it: {exception.Message}", exception);
            }
        });
    }

    /// <summary>The packets that some permissions speak of.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <param name="prefixLists">The addresses of prefix lists.</param>
    public static TrafficSet TrafficOf(IEnumerable<Permission> permissions, PrefixLists prefixLists)
        => permissions.Aggregate(TrafficSet.Empty, (traffic, permission) => traffic.Union(permission.Traffic(prefixLists.AddressesOf)));

    /// <summary>The packets that a permission speaks of, by each block and prefix list it names.</summary>
    public static IEnumerable<SourceBlock> BlocksOf(Permission permission, PrefixLists prefixLists)
        => permission.Blocks.Concat(permission.PrefixLists.Select(id => new SourceBlock(id, prefixLists.AddressesOf(id), "PrefixListIds", $"\"{id}\"")));
}
