using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Commands.Items;

/// <summary>Compare-SMRevision: shows the difference between two revisions of an item, or between two points in time.</summary>
[Cmdlet(VerbsData.Compare, "SMRevision", DefaultParameterSetName = ByNumber)]
[OutputType(typeof(Change))]
public sealed class CompareSMRevisionCommand : ItemFilterCmdlet
{
    private const string ByNumber = "ByNumber";
    private const string ByTime = "ByTime";
    private const string ByRevision = "ByRevision";

    /// <summary>Numbers of items, as Get-SMItem shows them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByNumber)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByTime)]
    [Alias("Id")]
    public long[]? ItemId { get; set; }

    /// <summary>The number of the earlier revision within its item; the one before -To where it is not given.</summary>
    [Parameter(ParameterSetName = ByNumber)]
    public int? From { get; set; }

    /// <summary>The number of the later revision within its item; the latest where it is not given.</summary>
    [Parameter(ParameterSetName = ByNumber)]
    public int? To { get; set; }

    /// <summary>The earlier point in time: a span back from now such as 1h or 7d, or a time.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByTime)]
    [TimeTransformation]
    public DateTimeOffset Since { get; set; }

    /// <summary>The later point in time; now where it is not given.</summary>
    [Parameter(ParameterSetName = ByTime)]
    [TimeTransformation]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The number of the earlier revision, as Get-SMRevision shows it (Id).</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRevision)]
    public long ReferenceId { get; set; }

    /// <summary>The number of the later revision, as Get-SMRevision shows it (Id).</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRevision)]
    public long DifferenceId { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        if (string.Equals(ParameterSetName, ByRevision, StringComparison.Ordinal))
        {
            await CompareRevisionsAsync(pipeline, engine, cancellationToken).ConfigureAwait(false);
            return;
        }

        var items = await BuildItemQueryAsync(pipeline, engine, cancellationToken).ConfigureAwait(false) with { Ids = ItemId ?? [] };
        var names = new List<string>();
        var revisions = new List<Revision>();
        await foreach (var revision in engine.GetRevisionsAsync(new RevisionQuery { Item = items }, cancellationToken).ConfigureAwait(false))
        {
            if (revisions.Count > 0 && revisions[0].ItemId != revision.ItemId)
            {
                await CompareItemAsync(pipeline, engine, revisions).ConfigureAwait(false);
                revisions.Clear();
            }

            names.AddRange([revision.Name, revision.NativeId]);
            revisions.Add(revision);
        }

        await CompareItemAsync(pipeline, engine, revisions).ConfigureAwait(false);
        await ReportMissingNamesAsync(pipeline, names).ConfigureAwait(false);
    }

    private async Task CompareRevisionsAsync(CmdletPipeline pipeline, MonkeyEngine engine, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, Revision>();
        await foreach (var revision in engine.GetRevisionsAsync(new RevisionQuery { Ids = [ReferenceId, DifferenceId] }, cancellationToken).ConfigureAwait(false))
        {
            found.Add(revision.Id, revision);
        }

        foreach (var id in new[] { ReferenceId, DifferenceId }.Where(id => !found.ContainsKey(id)))
        {
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound("revision", id.ToString(CultureInfo.InvariantCulture), "Get-SMRevision lists them.")).ConfigureAwait(false);
        }

        if (found.TryGetValue(ReferenceId, out var before) && found.TryGetValue(DifferenceId, out var after))
        {
            await pipeline.WriteAsync(engine.Compare(before, after)).ConfigureAwait(false);
        }
    }

    // All revisions of one item, oldest first.
    private async Task CompareItemAsync(CmdletPipeline pipeline, MonkeyEngine engine, List<Revision> revisions)
    {
        if (revisions.Count == 0)
        {
            return;
        }

        if (string.Equals(ParameterSetName, ByTime, StringComparison.Ordinal))
        {
            var before = revisions.LastOrDefault(revision => revision.Time <= Since);
            var after = revisions.LastOrDefault(revision => Until is null || revision.Time <= Until);
            if (after is not null)
            {
                await pipeline.WriteAsync(engine.Compare(before, after)).ConfigureAwait(false);
            }

            return;
        }

        var to = To ?? revisions[^1].Number;
        var from = From ?? to - 1;
        var later = await FindAsync(pipeline, revisions, to).ConfigureAwait(false);
        var earlier = from == 0 ? null : await FindAsync(pipeline, revisions, from).ConfigureAwait(false);
        if (later is not null && (earlier is not null || from == 0))
        {
            await pipeline.WriteAsync(engine.Compare(earlier, later)).ConfigureAwait(false);
        }
    }

    private static async Task<Revision?> FindAsync(CmdletPipeline pipeline, List<Revision> revisions, int number)
    {
        var found = revisions.Find(revision => revision.Number == number);
        if (found is null)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number} of {revisions[0].ItemType} {revisions[0].Name}");
            await pipeline.WriteErrorAsync(ErrorRecords.NotFound(
                "revision", name, string.Create(CultureInfo.InvariantCulture, $"It has the revisions 1 to {revisions[^1].Number}."))).ConfigureAwait(false);
        }

        return found;
    }
}
