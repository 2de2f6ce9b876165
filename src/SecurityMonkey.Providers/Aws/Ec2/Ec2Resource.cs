namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>A kind of resource of EC2: how it is listed, and what else is asked for each of them.</summary>
/// <typeparam name="T">The SDK's type.</typeparam>
/// <param name="ItemTypeId">The id of the item type.</param>
/// <param name="Action">The action that lists them.</param>
/// <param name="List">Lists them, with all pages.</param>
internal sealed record Ec2Resource<T>(string ItemTypeId, string Action, Func<Ec2Region, CancellationToken, IAsyncEnumerable<T>> List)
    where T : class
{
    /// <summary>What else is asked for each of them.</summary>
    public IReadOnlyList<Ec2Detail<T>> Details { get; init; } = [];

    /// <summary>A further member, made of the resource before it is masked; null where there is none.</summary>
    public (string Member, Func<T, object> Make)? Derived { get; init; }

    /// <summary>The permissions beyond those of listing and details.</summary>
    public IReadOnlyList<string> FurtherPermissions { get; init; } = [];

    /// <summary>The thing that a resource was listed below, which may fail alone; null where the region is listed at once.</summary>
    public Func<T, string>? ParentOf { get; init; }
}
