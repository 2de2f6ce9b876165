using System.Text;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>Makes changes, with differences and delta, of revisions.</summary>
internal sealed class ChangeReader(PluginCatalog plugins)
{
    /// <summary>What happened from one revision to another.</summary>
    /// <param name="before">The earlier revision; null, or a tombstone, when there was nothing.</param>
    /// <param name="after">The later revision.</param>
    public Change Compare(Revision? before, Revision after)
    {
        var hadConfig = before is { State: ItemState.Active };
        var hasConfig = after.State == ItemState.Active;
        var differences = hadConfig && hasConfig
            ? new JsonDifferencer(plugins.GetPaths(plugins.GetItemType(after.ItemType)))
                .Compare(Encoding.UTF8.GetBytes(before!.ConfigJson), Encoding.UTF8.GetBytes(after.ConfigJson))
            : [];
        return new Change
        {
            Kind = KindOf(hadConfig, hasConfig, differences),
            Time = after.Time,
            Account = after.Account,
            ItemType = after.ItemType,
            Region = after.Region,
            NativeId = after.NativeId,
            Name = after.Name,
            ItemId = after.ItemId,
            RunId = after.RunId,
            FromRevision = before?.Number ?? 0,
            ToRevision = after.Number,
            Differences = differences,
            BeforeJson = hadConfig ? before!.ConfigJson : null,
            AfterJson = hasConfig ? after.ConfigJson : null,
            Delta = DeltaOf(hadConfig ? before!.ConfigJson : null, hasConfig ? after.ConfigJson : null),
        };
    }

    // What was added or removed as a whole has a delta of its own form.
    private static string DeltaOf(string? before, string? after) => (before, after) switch
    {
        (null, null) => "null",
        (null, _) => $"[{after}]",
        (_, null) => $"[{before},0,0]",
        _ => JsonDelta.Compute(before, after),
    };

    private static ChangeKind KindOf(bool hadConfig, bool hasConfig, IReadOnlyList<Difference> differences) => (hadConfig, hasConfig) switch
    {
        (false, true) => ChangeKind.Created,
        (true, false) => ChangeKind.Deleted,
        _ => differences.Count > 0 ? ChangeKind.Changed : ChangeKind.Unchanged,
    };
}
