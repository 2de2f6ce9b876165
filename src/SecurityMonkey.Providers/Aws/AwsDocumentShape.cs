namespace SecurityMonkey.Providers.Aws;

/// <summary>How the AWS CLI writes one kind of resource.</summary>
/// <param name="Key">The top-level member of the document, such as <c>SecurityGroups</c>.</param>
/// <param name="ItemType">The item type of its elements.</param>
/// <param name="IdMembers">The members that make up the native id, joined by colons.</param>
internal sealed record AwsDocumentShape(string Key, ItemType ItemType, params string[] IdMembers)
{
    /// <summary>The list inside each element that holds the resources: <c>Reservations[].Instances[]</c>.</summary>
    public string? NestedKey { get; init; }

    /// <summary>Whether the member is one resource rather than a list of them.</summary>
    public bool IsSingle { get; init; }

    /// <summary>The member that names the resource, where it has no Name tag.</summary>
    public string? NameMember { get; init; }

    /// <summary>Whether resources of this kind belong to no region.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>The native id of a resource that an account has one of, and that has no id of its own.</summary>
    public string? FixedId { get; init; }
}
