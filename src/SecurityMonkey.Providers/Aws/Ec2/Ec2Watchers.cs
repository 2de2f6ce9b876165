using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>The watchers of EC2 and VPC.</summary>
internal static class Ec2Watchers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IWatcher> All { get; } = [.. ComputeWatchers.Create(), .. NetworkWatchers.Create(), .. ConnectivityWatchers.Create(), new RegionSettingsWatcher()];
}
