namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>A partition of AWS: a set of regions with accounts and addresses of their own.</summary>
/// <param name="Name">Its name in ARNs.</param>
/// <param name="DnsSuffix">What the addresses in it end with.</param>
/// <param name="GlobalRegion">The region that its global services are signed for; also the one asked which regions there are.</param>
internal sealed record AwsPartition(string Name, string DnsSuffix, string GlobalRegion)
{
    private static readonly AwsPartition[] All =
    [
        new("aws", "amazonaws.com", "us-east-1"),
        new("aws-us-gov", "amazonaws.com", "us-gov-west-1"),
        new("aws-cn", "amazonaws.com.cn", "cn-north-1"),
    ];

    /// <summary>The names of the partitions.</summary>
    public static IReadOnlyList<string> Names => [.. All.Select(partition => partition.Name)];

    /// <summary>Whether it is the one most accounts are in.</summary>
    public bool IsCommercial => string.Equals(Name, "aws", StringComparison.Ordinal);

    /// <summary>Whether it is the one of the government of the United States.</summary>
    public bool IsGovernment => string.Equals(Name, "aws-us-gov", StringComparison.Ordinal);

    /// <summary>A partition by its name; null means <c>aws</c>.</summary>
    public static AwsPartition Get(string? name)
        => All.FirstOrDefault(partition => string.Equals(partition.Name, name, StringComparison.OrdinalIgnoreCase)) ?? All[0];

    /// <summary>The partition of a region, such as <c>cn-north-1</c>.</summary>
    public static AwsPartition OfRegion(string region)
        => All.FirstOrDefault(partition => !partition.IsCommercial && region.StartsWith(partition.Name["aws-".Length..] + "-", StringComparison.Ordinal)) ?? All[0];

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
