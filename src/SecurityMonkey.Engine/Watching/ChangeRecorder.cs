using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Watching;

/// <summary>
/// Compares collected items with what is stored, and records the changes. Small changes wait until the unit ends, so that the write
/// lock is held for a moment only; when many come together they are written as they come, so that memory stays flat.
/// </summary>
internal sealed class ChangeRecorder(
    IWatchTransaction transaction,
    JsonDifferencer differencer,
    UnknownPartFiller filler,
    Account account,
    string itemType,
    long runId,
    DateTimeOffset time,
    bool isWhatIf)
{
    private const int MostWaitingWrites = 1000;

    private readonly List<(ItemWrite Write, Change? Change)> _waiting = [];
    private readonly List<Change> _changes = [];

    public int Seen { get; private set; }

    public int Created { get; private set; }

    public int Changed { get; private set; }

    public int Deleted { get; private set; }

    public int EphemeralOnly { get; private set; }

    public int Unchanged { get; private set; }

    /// <summary>How many of the items that are seen were active and in scope before.</summary>
    public long SeenActive { get; private set; }

    /// <summary>The changes so far, without those that wait to be written.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>Compares a batch, and writes when enough has come together.</summary>
    public async Task HandleAsync(IReadOnlyList<CollectedItem> batch, CancellationToken cancellationToken)
    {
        var stored = (await transaction.FindAsync([.. batch.Select(item => item.NativeId)], cancellationToken).ConfigureAwait(false))
            .ToDictionary(item => (item.NativeId, item.Region));
        foreach (var item in batch)
        {
            Seen++;
            var known = stored.GetValueOrDefault((item.NativeId, item.Region));
            await CompareAsync(await filler.FillAsync(item, known, cancellationToken).ConfigureAwait(false), known, cancellationToken).ConfigureAwait(false);
        }

        if (_waiting.Count >= MostWaitingWrites)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records that an item is gone.</summary>
    public async Task DeleteAsync(StoredItem item, CancellationToken cancellationToken)
    {
        Deleted++;
        _waiting.Add((
            new ItemWrite.Delete(item) { Time = time },
            CreateChange(ChangeKind.Deleted, item.NativeId, item.Region, item.Name, item.RevisionNumber)));
        if (_waiting.Count >= MostWaitingWrites)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what waits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var written = isWhatIf || _waiting.Count == 0
            ? []
            : await transaction.WriteAsync([.. _waiting.Select(entry => entry.Write)], cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < _waiting.Count; index++)
        {
            if (_waiting[index].Change is { } change)
            {
                _changes.Add(isWhatIf ? change : change with { ItemId = written[index].ItemId, ToRevision = written[index].Revision });
            }
        }

        _waiting.Clear();
    }

    private async Task CompareAsync(CollectedItem item, StoredItem? stored, CancellationToken cancellationToken)
    {
        if (stored is null)
        {
            Created++;
            _waiting.Add((
                new ItemWrite.Create(item.NativeId, item.Region, item.Name, item.Scope, item.Config) { Time = time, UnknownParts = item.UnknownParts },
                CreateChange(ChangeKind.Created, item.NativeId, item.Region, item.Name, fromRevision: 0)));
            return;
        }

        SeenActive += stored.IsActive && stored.IsInScope ? 1 : 0;
        var isSameDurably = item.Config.DurableHash.AsSpan().SequenceEqual(stored.DurableHash);
        var isSame = item.Config.CompleteHash.AsSpan().SequenceEqual(stored.CompleteHash);
        if (!stored.IsActive)
        {
            Created++;
            Revise(item, stored, CreateChange(ChangeKind.Created, item.NativeId, item.Region, item.Name, stored.RevisionNumber));
        }
        else if (!isSameDurably && !isSame)
        {
            Changed++;
            var before = await transaction.GetLatestConfigAsync(stored.Id, cancellationToken).ConfigureAwait(false);
            var change = CreateChange(ChangeKind.Changed, item.NativeId, item.Region, item.Name, stored.RevisionNumber) with
            {
                Differences = before is null ? [] : differencer.Compare(before, item.Config.Json),
            };
            Revise(item, stored, change);
        }
        else
        {
            Keep(item, stored, isSame, isSameDurably);
        }
    }

    private void Revise(CollectedItem item, StoredItem stored, Change change)
        => _waiting.Add((new ItemWrite.Revise(stored, item.Name, item.Scope, item.Config) { Time = time, UnknownParts = item.UnknownParts }, change));

    // No durable change. What is written, if anything, makes no revision: ephemeral values, a label, a scope, or, where the complete
    // hash is the same and the durable one is not, another declaration of what is ephemeral.
    private void Keep(CollectedItem item, StoredItem stored, bool isSame, bool isSameDurably)
    {
        EphemeralOnly += isSame ? 0 : 1;
        Unchanged += isSame ? 1 : 0;
        if (!isSame
            || !isSameDurably
            || !stored.IsInScope
            || !item.UnknownParts.Select(part => (part.Path, part.ErrorId)).SequenceEqual(stored.UnknownParts.Select(part => (part.Path, part.ErrorId)))
            || !string.Equals(item.Name, stored.Name, StringComparison.Ordinal)
            || !string.Equals(item.Scope, stored.Scope, StringComparison.Ordinal))
        {
            _waiting.Add((new ItemWrite.Refresh(stored, item.Name, item.Scope, item.Config) { Time = time, UnknownParts = item.UnknownParts }, null));
        }
    }

    private Change CreateChange(ChangeKind kind, string nativeId, string region, string name, int fromRevision) => new()
    {
        Kind = kind,
        Time = time,
        Account = account.Name,
        ItemType = itemType,
        Region = region,
        NativeId = nativeId,
        Name = name,
        RunId = runId,
        FromRevision = fromRevision,
    };
}
