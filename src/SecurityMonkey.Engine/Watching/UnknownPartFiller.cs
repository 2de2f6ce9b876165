using System.Text.Json.Nodes;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Watching;

/// <summary>Puts what was last known in the place of what could not be read this time, so that a refused call is not a change.</summary>
/// <param name="transaction">Has what was last known.</param>
/// <param name="normalizer">Hashes what was put together.</param>
internal sealed class UnknownPartFiller(IWatchTransaction transaction, ConfigNormalizer normalizer)
{
    /// <summary>The item with what was last known of its unknown parts.</summary>
    /// <param name="item">The item as it was collected.</param>
    /// <param name="stored">What is stored of it; null where it is new.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<CollectedItem> FillAsync(CollectedItem item, StoredItem? stored, CancellationToken cancellationToken)
    {
        if (item.UnknownParts.Count == 0 || stored is not { IsActive: true })
        {
            return item;
        }

        var before = await transaction.GetCurrentConfigAsync(stored.Id, cancellationToken).ConfigureAwait(false);
        if (before is null || JsonNode.Parse(before) is not JsonObject known || JsonNode.Parse(item.Config.Json) is not JsonObject config)
        {
            return item;
        }

        foreach (var part in item.UnknownParts)
        {
            if (part.Path.Length == 0)
            {
                CopyMissing(known, config);
            }
            else
            {
                Copy(known, config, part.Path.Split('.'));
            }
        }

        return item with { Config = normalizer.NormalizeMasked(System.Text.Encoding.UTF8.GetBytes(config.ToJsonString())) };
    }

    // The whole item is unknown: what was read of it counts, and everything else is as it was.
    private static void CopyMissing(JsonObject from, JsonObject to)
    {
        foreach (var (name, value) in from.Where(member => !to.ContainsKey(member.Key)))
        {
            to[name] = value?.DeepClone();
        }
    }

    private static void Copy(JsonObject from, JsonObject to, ReadOnlySpan<string> path)
    {
        if (!from.TryGetPropertyValue(path[0], out var value))
        {
            return;
        }

        if (path.Length == 1)
        {
            to[path[0]] = value?.DeepClone();
        }
        else if (value is JsonObject inner)
        {
            if (to[path[0]] is not JsonObject target)
            {
                to[path[0]] = target = [];
            }

            Copy(inner, target, path[1..]);
        }
    }
}
