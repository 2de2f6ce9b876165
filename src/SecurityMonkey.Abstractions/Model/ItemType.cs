namespace SecurityMonkey;

/// <summary>A kind of resource, and how its configuration is to be read.</summary>
/// <remarks>
/// Paths name members with dots, any list element with <c>[]</c>, any member with <c>*</c> and any depth with <c>**</c>:
/// <c>IpPermissions[].UserIdGroupPairs</c>, <c>Environment.Variables.*</c>, <c>**.LastUsedDate</c>.
/// A member whose name holds a dot is quoted: <c>tags."cost.center"</c>.
/// </remarks>
public sealed record ItemType
{
    /// <summary>Stands in the place of an id where something is true of a whole account, such as that it could not be opened.</summary>
    public const string Every = "*";

    /// <summary>Creates an item type.</summary>
    /// <param name="id"><c>provider.service.thing</c> in lower case, such as <c>aws.ec2.securitygroup</c>.</param>
    /// <param name="title">Its name for people, such as "EC2 security group".</param>
    public ItemType(string id, string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Id = id;
        Title = title;
    }

    /// <summary><c>provider.service.thing</c> in lower case, such as <c>aws.ec2.securitygroup</c>.</summary>
    public string Id { get; }

    /// <summary>Its name for people.</summary>
    public string Title { get; }

    /// <summary>Short names that mean the same, such as Security Monkey's <c>securitygroup</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Paths that change without meaning: kept in the configuration, left out of the durable hash.</summary>
    public IReadOnlyList<string> EphemeralPaths { get; init; } = [];

    /// <summary>Paths of lists whose order carries no meaning.</summary>
    public IReadOnlyList<string> UnorderedPaths { get; init; } = [];

    /// <summary>Paths of secrets: masked by a keyed hash before anything is stored.</summary>
    public IReadOnlyList<string> SecretPaths { get; init; } = [];

    /// <summary>The first part of the id: <c>aws</c>, <c>azure</c>, <c>github</c>.</summary>
    public string Provider => Id.Split('.', 2)[0];

    /// <summary>Returns the id.</summary>
    public override string ToString() => Id;
}
