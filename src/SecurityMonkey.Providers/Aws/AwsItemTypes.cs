namespace SecurityMonkey.Providers.Aws;

/// <summary>The item types that no single document of the AWS CLI holds.</summary>
internal static class AwsItemTypes
{
    /// <summary>The settings of EC2 that an account has once in each region.</summary>
    public static ItemType RegionSettings { get; } = new("aws.ec2.regionsettings", "EC2 settings of a region");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ItemType> All { get; } = [RegionSettings];
}
