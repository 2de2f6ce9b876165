using System.Security.Cryptography;
using System.Text;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Checks that configurations, revisions and seals fit together, and so that nobody edited history.</summary>
internal sealed class SqlIntegrity(SqlDatabase database)
{
    private const int MostProblems = 100;

    private readonly List<string> _problems = [];

    /// <summary>Checks everything.</summary>
    public async Task<StoreCheck> CheckAsync(CancellationToken cancellationToken)
    {
        _problems.AddRange(await database.CheckFilesAsync(cancellationToken).ConfigureAwait(false));
        await CheckConfigsAsync(cancellationToken).ConfigureAwait(false);
        var revisions = await CheckRevisionsAsync(cancellationToken).ConfigureAwait(false);
        var (seals, latest) = await CheckSealsAsync(cancellationToken).ConfigureAwait(false);
        return new StoreCheck
        {
            Path = database.Location,
            Revisions = revisions,
            Seals = seals,
            LatestSeals = latest,
            Problems = _problems,
        };
    }

    private async Task CheckConfigsAsync(CancellationToken cancellationToken)
    {
        var rows = database.StreamAsync<(byte[] Hash, string Json)>("SELECT hash, json FROM config", parameters: null, cancellationToken);
        await foreach (var (hash, json) in rows.ConfigureAwait(false))
        {
            if (!SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan().SequenceEqual(hash))
            {
                Report($"The configuration {HexText.Of(hash)} was changed: its text has another hash.");
            }
        }
    }

    private async Task<long> CheckRevisionsAsync(CancellationToken cancellationToken)
    {
        var rows = database.StreamAsync<RevisionRow>(
            """
            SELECT r.item_id AS ItemId, r.number AS Number, r.complete_hash AS CompleteHash, r.durable_hash AS DurableHash, r.created_at AS CreatedAt,
                r.chain_hash AS ChainHash, i.revision_number AS Latest, i.native_id AS NativeId
            FROM revision r JOIN item i ON i.id = r.item_id ORDER BY r.item_id, r.number
            """,
            parameters: null,
            cancellationToken);
        var count = 0L;
        var previous = (RevisionRow?)null;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            count++;
            var isFirst = previous is null || previous.ItemId != row.ItemId;
            if (isFirst)
            {
                CheckLatest(previous);
            }

            if (row.Number != (isFirst ? 1 : previous!.Number + 1))
            {
                Report($"A revision of item {row.ItemId} ({row.NativeId}) before number {row.Number} is missing.");
            }

            var expected = ChainHash.Of(
                isFirst ? ChainHash.Start : previous!.ChainHash, row.ItemId, row.Number, row.CreatedAt, row.CompleteHash, row.DurableHash);
            if (!expected.AsSpan().SequenceEqual(row.ChainHash))
            {
                Report($"Revision {row.Number} of item {row.ItemId} ({row.NativeId}) does not fit the one before it: one of them was changed.");
            }

            previous = row;
        }

        CheckLatest(previous);
        return count;
    }

    private void CheckLatest(RevisionRow? last)
    {
        if (last is not null && last.Number != last.Latest)
        {
            Report($"The latest revision of item {last.ItemId} ({last.NativeId}) should be number {last.Latest}, but is {last.Number}.");
        }
    }

    private async Task<(long Count, IReadOnlyDictionary<string, string> Latest)> CheckSealsAsync(CancellationToken cancellationToken)
    {
        var rows = database.StreamAsync<SealRow>(
            """
            SELECT s.account_id AS AccountId, a.name AS Account, s.unit_id AS UnitId, s.hash AS Hash
            FROM seal s JOIN account a ON a.id = s.account_id ORDER BY s.account_id, s.id
            """,
            parameters: null,
            cancellationToken);
        var count = 0L;
        var latest = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var previous = (SealRow?)null;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            count++;
            var isFirst = previous is null || previous.AccountId != row.AccountId;
            using var seal = ChainHash.StartSeal(isFirst ? ChainHash.Start : previous!.Hash, row.UnitId);
            var chain = await database.ReadAsync<byte[]>(
                "SELECT chain_hash FROM revision WHERE unit_id = @UnitId ORDER BY id", new { row.UnitId }, cancellationToken).ConfigureAwait(false);
            foreach (var hash in chain)
            {
                seal.AppendData(hash);
            }

            if (!seal.GetHashAndReset().AsSpan().SequenceEqual(row.Hash))
            {
                Report($"The seal of unit {row.UnitId} of account '{row.Account}' does not fit: revisions of it, or the seal before it, were changed.");
            }

            latest[row.Account] = HexText.Of(row.Hash);
            previous = row;
        }

        return (count, latest);
    }

    private void Report(string problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }

    private sealed record RevisionRow
    {
        public long ItemId { get; init; }

        public int Number { get; init; }

        public byte[]? CompleteHash { get; init; }

        public byte[]? DurableHash { get; init; }

        public long CreatedAt { get; init; }

        public byte[] ChainHash { get; init; } = [];

        public int Latest { get; init; }

        public string NativeId { get; init; } = "";
    }

    private sealed record SealRow
    {
        public long AccountId { get; init; }

        public string Account { get; init; } = "";

        public long UnitId { get; init; }

        public byte[] Hash { get; init; } = [];
    }
}
