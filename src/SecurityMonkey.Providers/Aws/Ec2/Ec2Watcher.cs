using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Cli;
using SecurityMonkey.Providers.Aws.Session;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>Collects a kind of resource of EC2 in all regions, in the shape in which the AWS CLI prints it.</summary>
internal sealed class Ec2Watcher<T> : IWatcher
    where T : class
{
    // How many resources of a region have their details asked for at the same time, at most; the run's throttle may let fewer through.
    private const int DetailWindow = 32;

    private readonly Ec2Resource<T> _resource;

    /// <summary>Creates the watcher.</summary>
    /// <param name="resource">What it collects.</param>
    public Ec2Watcher(Ec2Resource<T> resource)
    {
        _resource = resource;
        ItemType = AwsDocumentShapes.OfItemType(resource.ItemTypeId)!.ItemType;
        Permissions =
        [
            .. new[] { AwsRegionList.Permission, "ec2:" + resource.Action }
                .Concat(resource.Details.Select(detail => "ec2:" + detail.Action))
                .Concat(resource.FurtherPermissions)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    public ItemType ItemType { get; }

    public IReadOnlyList<string> Permissions { get; }

    public IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, CancellationToken cancellationToken)
        => AwsRegionalCollection.CollectAsync(
            ItemType, context, (region, token) => CollectRegionAsync(Ec2Region.Open(region, context), token), cancellationToken);

    private async IAsyncEnumerable<ItemSnapshot> CollectRegionAsync(Ec2Region region, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resources = region.ReadAsync(_resource.Action, _resource.List(region, cancellationToken), cancellationToken);
        if (_resource.Details.Count == 0)
        {
            await foreach (var resource in resources.ConfigureAwait(false))
            {
                yield return Create(region.Name, resource, [], []);
            }

            yield break;
        }

        var snapshots = AheadReading.SelectAsync(resources, (resource, token) => ReadDetailsAsync(region, resource, token), DetailWindow, cancellationToken);
        await foreach (var snapshot in snapshots.ConfigureAwait(false))
        {
            yield return snapshot;
        }
    }

    private async Task<ItemSnapshot> ReadDetailsAsync(Ec2Region region, T resource, CancellationToken cancellationToken)
    {
        var parts = new List<(string Member, object Value)>();
        var unknown = new List<UnknownPart>();
        foreach (var detail in _resource.Details.Where(detail => detail.When?.Invoke(resource) ?? true))
        {
            try
            {
                var call = region.Describe(detail.Action, Create(region.Name, resource, [], []).NativeId);
                var value = await AwsCallGuard.SendAsync(call, token => detail.Get(region.Client, resource, token), cancellationToken).ConfigureAwait(false);
                if (value is not null)
                {
                    parts.Add((detail.Member, value));
                }

                if (detail.Derived is { } derived)
                {
                    parts.Add((derived.Member, derived.Make(value)));
                }
            }
            catch (SecurityMonkeyException exception)
            {
                unknown.Add(AwsErrors.ToUnknownPart(detail.Member, exception));
                if (detail.Derived is { } derived)
                {
                    unknown.Add(AwsErrors.ToUnknownPart(derived.Member, exception));
                }
            }
        }

        return Create(region.Name, resource, parts, unknown);
    }

    private ItemSnapshot Create(string region, T resource, List<(string Member, object Value)> parts, IReadOnlyList<UnknownPart> unknown)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, CliWriter.Options))
        {
            json.WriteStartObject();
            CliWriter.WriteMembers(json, resource);
            var further = _resource.Derived is { } derived ? parts.Append((derived.Member, derived.Make(resource))) : parts;
            foreach (var (member, value) in further)
            {
                json.WritePropertyName(member);
                CliWriter.WriteValue(json, value);
            }

            json.WriteEndObject();
        }

        var facts = ResourceFacts.Read(ItemType.Id, buffer.WrittenSpan);
        if (string.IsNullOrEmpty(facts.NativeId))
        {
            throw new SecurityMonkeyException("ResourceWithoutId", ErrorKind.InvalidData, $"ec2:{_resource.Action} in {region} answered with a {ItemType.Title} that has no id.");
        }

        return new ItemSnapshot(facts.NativeId, buffer.WrittenMemory)
        {
            Name = facts.Name,
            Region = region,
            Scope = _resource.ParentOf is null ? region : $"{region}/{_resource.ParentOf(resource)}",
            UnknownParts = unknown,
        };
    }
}
