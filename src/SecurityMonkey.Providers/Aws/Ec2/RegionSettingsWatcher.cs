using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Cli;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>Collects the settings of EC2 that an account has once in each region. Each of them may be refused alone.</summary>
internal sealed class RegionSettingsWatcher : IWatcher
{
    private static readonly Setting[] Settings =
    [
        new("EbsEncryptionByDefault", "GetEbsEncryptionByDefault", async (client, token)
            => (await client.GetEbsEncryptionByDefaultAsync(new GetEbsEncryptionByDefaultRequest(), token).ConfigureAwait(false)).EbsEncryptionByDefault),
        new("EbsDefaultKmsKeyId", "GetEbsDefaultKmsKeyId", async (client, token)
            => (await client.GetEbsDefaultKmsKeyIdAsync(new GetEbsDefaultKmsKeyIdRequest(), token).ConfigureAwait(false)).KmsKeyId),
        new("SnapshotBlockPublicAccessState", "GetSnapshotBlockPublicAccessState", async (client, token)
            => (await client.GetSnapshotBlockPublicAccessStateAsync(new GetSnapshotBlockPublicAccessStateRequest(), token).ConfigureAwait(false)).State?.Value),
        new("ImageBlockPublicAccessState", "GetImageBlockPublicAccessState", async (client, token)
            => (await client.GetImageBlockPublicAccessStateAsync(new GetImageBlockPublicAccessStateRequest(), token).ConfigureAwait(false)).ImageBlockPublicAccessState),
        new("InstanceMetadataDefaults", "GetInstanceMetadataDefaults", async (client, token)
            => (await client.GetInstanceMetadataDefaultsAsync(new GetInstanceMetadataDefaultsRequest(), token).ConfigureAwait(false)).AccountLevel
                ?? new InstanceMetadataDefaultsResponse()),
        new("SerialConsoleAccessEnabled", "GetSerialConsoleAccessStatus", async (client, token)
            => (await client.GetSerialConsoleAccessStatusAsync(new GetSerialConsoleAccessStatusRequest(), token).ConfigureAwait(false)).SerialConsoleAccessEnabled),
    ];

    public ItemType ItemType => AwsItemTypes.RegionSettings;

    public IReadOnlyList<string> Permissions { get; } =
        [.. Settings.Select(setting => "ec2:" + setting.Action).Append(AwsRegionList.Permission).Order(StringComparer.Ordinal)];

    public IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, CancellationToken cancellationToken)
        => AwsRegionalCollection.CollectAsync(
            ItemType, context, (region, token) => CollectRegionAsync(Ec2Region.Open(region, context), token), cancellationToken);

    private static async IAsyncEnumerable<ItemSnapshot> CollectRegionAsync(Ec2Region region, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Settings.Select(setting => ReadAsync(region, setting, cancellationToken))).ConfigureAwait(false);
        if (answers.All(answer => answer.Error is not null))
        {
            throw answers[0].Error!;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, CliWriter.Options))
        {
            json.WriteStartObject();
            json.WriteString("Region", region.Name);
            foreach (var (setting, value, _) in answers.Where(answer => answer.Value is not null))
            {
                json.WritePropertyName(setting.Member);
                CliWriter.WriteValue(json, value!);
            }

            json.WriteEndObject();
        }

        yield return new ItemSnapshot(region.Name, buffer.WrittenMemory)
        {
            Name = region.Name,
            Region = region.Name,
            Scope = region.Name,
            UnknownParts = [.. answers.Where(answer => answer.Error is not null).Select(answer => AwsErrors.ToUnknownPart(answer.Setting.Member, answer.Error!))],
        };
    }

    private static async Task<(Setting Setting, object? Value, SecurityMonkeyException? Error)> ReadAsync(
        Ec2Region region, Setting setting, CancellationToken cancellationToken)
    {
        try
        {
            return (setting, await AwsCallGuard.SendAsync(region.Describe(setting.Action), token => setting.Get(region.Client, token), cancellationToken).ConfigureAwait(false), null);
        }
        catch (SecurityMonkeyException exception)
        {
            return (setting, null, exception);
        }
    }

    private sealed record Setting(string Member, string Action, Func<AmazonEC2Client, CancellationToken, Task<object?>> Get);
}
