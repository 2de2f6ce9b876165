using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>Instances, and what they are made of.</summary>
/// <remarks>Sizes of pages: the largest that the API references of the calls allow, or 500.</remarks>
internal static class ComputeWatchers
{
    private const int PageSize = 500;
    private const int TemplatePageSize = 200;

    // What kinds of secrets stand in user data, which themselves are masked.
    private const string SecretsMember = "UserDataSecrets";

    /// <summary>Makes the watchers.</summary>
    public static IEnumerable<IWatcher> Create() =>
    [
        new Ec2Watcher<Instance>(new("aws.ec2.instance", "DescribeInstances", ListInstancesAsync)
        {
            Details = [new("UserData", "DescribeInstanceAttribute", GetUserDataAsync) { Derived = (SecretsMember, text => UserDataSecrets.Find((string?)text)) }],
        }),
        new Ec2Watcher<Image>(new("aws.ec2.image", "DescribeImages", (region, _) => region.Client.Paginators
            .DescribeImages(new DescribeImagesRequest { Owners = ["self"], IncludeDeprecated = true, IncludeDisabled = true, MaxResults = PageSize }).Images)
        {
            Details = [new("LaunchPermissions", "DescribeImageAttribute", GetLaunchPermissionsAsync)],
        }),
        new Ec2Watcher<Volume>(new("aws.ec2.volume", "DescribeVolumes", (region, _) => region.Client.Paginators
            .DescribeVolumes(new DescribeVolumesRequest { MaxResults = PageSize }).Volumes)),
        new Ec2Watcher<Snapshot>(new("aws.ec2.snapshot", "DescribeSnapshots", (region, _) => region.Client.Paginators
            .DescribeSnapshots(new DescribeSnapshotsRequest { OwnerIds = ["self"], MaxResults = PageSize }).Snapshots)
        {
            Details = [new("CreateVolumePermissions", "DescribeSnapshotAttribute", GetVolumePermissionsAsync)],
        }),
        new Ec2Watcher<KeyPairInfo>(new("aws.ec2.keypair", "DescribeKeyPairs", (region, token) => region.ListAsync(
            async client => (await client.DescribeKeyPairsAsync(new DescribeKeyPairsRequest(), token).ConfigureAwait(false)).KeyPairs))),
        new Ec2Watcher<LaunchTemplate>(new("aws.ec2.launchtemplate", "DescribeLaunchTemplates", (region, _) => ListTemplates(region))),
        new Ec2Watcher<LaunchTemplateVersion>(new("aws.ec2.launchtemplateversion", "DescribeLaunchTemplateVersions", ListTemplateVersionsAsync)
        {
            FurtherPermissions = ["ec2:DescribeLaunchTemplates"],
            ParentOf = version => version.LaunchTemplateId,
            Derived = (SecretsMember, version => UserDataSecrets.Find(version.LaunchTemplateData?.UserData)),
        }),
    ];

    private static async IAsyncEnumerable<Instance> ListInstancesAsync(Ec2Region region, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reservations = region.Client.Paginators.DescribeInstances(new DescribeInstancesRequest { MaxResults = PageSize }).Reservations;
        await foreach (var reservation in reservations.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var instance in reservation.Instances ?? [])
            {
                yield return instance;
            }
        }
    }

    private static IAsyncEnumerable<LaunchTemplate> ListTemplates(Ec2Region region)
        => region.Client.Paginators.DescribeLaunchTemplates(new DescribeLaunchTemplatesRequest { MaxResults = TemplatePageSize }).LaunchTemplates;

    // The versions are listed template by template, so that one that cannot be read takes no other with it.
    private static async IAsyncEnumerable<LaunchTemplateVersion> ListTemplateVersionsAsync(Ec2Region region, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var templates = region.ReadAsync("DescribeLaunchTemplates", ListTemplates(region), cancellationToken);
        await foreach (var template in templates.ConfigureAwait(false))
        {
            var request = new DescribeLaunchTemplateVersionsRequest { LaunchTemplateId = template.LaunchTemplateId, MaxResults = TemplatePageSize };
            var versions = region.ReadPartAsync(
                template.LaunchTemplateId,
                "DescribeLaunchTemplateVersions",
                region.Client.Paginators.DescribeLaunchTemplateVersions(request).LaunchTemplateVersions,
                cancellationToken);
            await foreach (var version in versions.ConfigureAwait(false))
            {
                yield return version;
            }
        }
    }

    private static async Task<object?> GetUserDataAsync(AmazonEC2Client client, Instance instance, CancellationToken cancellationToken)
    {
        var request = new DescribeInstanceAttributeRequest { InstanceId = instance.InstanceId, Attribute = InstanceAttributeName.UserData };
        var answer = await client.DescribeInstanceAttributeAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.InstanceAttribute?.UserData is { Length: > 0 } text ? text : null;
    }

    private static async Task<object?> GetLaunchPermissionsAsync(AmazonEC2Client client, Image image, CancellationToken cancellationToken)
    {
        var request = new DescribeImageAttributeRequest { ImageId = image.ImageId, Attribute = ImageAttributeName.LaunchPermission };
        var answer = await client.DescribeImageAttributeAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.ImageAttribute?.LaunchPermissions ?? [];
    }

    private static async Task<object?> GetVolumePermissionsAsync(AmazonEC2Client client, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var request = new DescribeSnapshotAttributeRequest { SnapshotId = snapshot.SnapshotId, Attribute = SnapshotAttributeName.CreateVolumePermission };
        var answer = await client.DescribeSnapshotAttributeAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.CreateVolumePermissions ?? [];
    }
}
