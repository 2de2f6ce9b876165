using System.Globalization;
using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Items and revisions in SQL.</summary>
internal sealed class SqlItems(SqlDatabase database, TimeProvider time) : IItemStore
{
    // The revision's configuration is the item's, unless ephemeral values changed since.
    private const string ItemSelect =
        """
        SELECT i.id AS Id, a.name AS Account, a.type AS AccountType, i.item_type AS ItemType, i.region AS Region, i.native_id AS NativeId, i.name AS Name,
            i.is_active AS IsActive, i.is_in_scope AS IsInScope, i.revision_number AS RevisionNumber, i.first_seen_at AS FirstSeenAt,
            i.last_seen_at AS LastSeenAt, s.completed_at AS CompletedAt, i.changed_at AS ChangedAt, i.ephemeral_at AS EphemeralAt,
            i.unknown_parts AS UnknownParts
        """;

    private const string IssueColumns =
        """
        (SELECT count(*) FROM issue x WHERE x.item_id = i.id AND x.status = 0) AS OpenIssues,
        (SELECT coalesce(sum(x.score), 0) FROM issue x WHERE x.item_id = i.id AND x.status = 0
            AND (x.justified_at IS NULL OR x.justified_until <= @now)) AS Score
        """;

    private const string LatestConfig =
        """
        coalesce(i.current_json,
            (SELECT c.json FROM revision r JOIN config c ON c.hash = r.complete_hash WHERE r.item_id = i.id AND r.is_active = 1 ORDER BY r.number DESC LIMIT 1))
        """;

    private const string RevisionSelect =
        """
        SELECT r.id AS Id, r.item_id AS ItemId, r.number AS Number, a.name AS Account, i.item_type AS ItemType, i.region AS Region, i.native_id AS NativeId,
            i.name AS Name, r.is_active AS IsActive, r.created_at AS CreatedAt, u.run_id AS RunId, r.complete_hash AS CompleteHash,
            r.durable_hash AS DurableHash, r.chain_hash AS ChainHash, c.json AS ConfigJson
        """;

    private const string RevisionFrom =
        """
        FROM revision r JOIN item i ON i.id = r.item_id JOIN account a ON a.id = i.account_id JOIN run_unit u ON u.id = r.unit_id
            LEFT JOIN config c ON c.hash = r.complete_hash
        """;

    public async Task<IReadOnlyList<KnownScope>> GetKnownScopesAsync(Account account, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(string ItemType, string Name)>(
            """
            SELECT s.item_type, s.name FROM scope s
            WHERE s.account_id = @id AND EXISTS (SELECT 1 FROM item i WHERE i.account_id = s.account_id AND i.item_type = s.item_type
                AND i.scope_id = s.id AND i.is_active = 1 AND i.is_in_scope = 1)
            """,
            new { id = account.Id },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new KnownScope(row.ItemType, row.Name))];
    }

    public async Task<IWatchTransaction> OpenUnitAsync(Account account, string itemType, long unitId, CancellationToken cancellationToken)
        => await SqlWatchTransaction.OpenAsync(database, account, itemType, unitId, cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<Item> GetUnitAsync(Account account, string itemType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = database.StreamAsync<ItemRow>(
            $"""
            WITH unit AS MATERIALIZED
                (SELECT id FROM item WHERE account_id = @id AND item_type = @itemType AND is_active = 1 AND is_in_scope = 1 ORDER BY id)
            {ItemSelect}, {LatestConfig} AS ConfigJson
            FROM unit CROSS JOIN item i ON i.id = unit.id JOIN account a ON a.id = i.account_id JOIN scope s ON s.id = i.scope_id
            """,
            new { id = account.Id, itemType },
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            yield return row.ToItem();
        }
    }

    public async IAsyncEnumerable<AuditSubject> GetSubjectsAsync(
        Account account, string itemType, IReadOnlyList<long>? itemIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = itemIds is null ? "" : $"AND id IN (SELECT CAST(k.value AS INTEGER) FROM {database.TextListTable("@keys")} k)";
        var keys = itemIds is null ? null : database.TextListParameter(itemIds.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var rows = database.StreamAsync<ItemRow>(
            $"""
            WITH unit AS MATERIALIZED
                (SELECT id FROM item WHERE account_id = @id AND item_type = @itemType AND is_active = 1 AND is_in_scope = 1 {wanted} ORDER BY id)
            {ItemSelect}, i.complete_hash AS CompleteHash, {LatestConfig} AS ConfigJson
            FROM unit CROSS JOIN item i ON i.id = unit.id JOIN account a ON a.id = i.account_id JOIN scope s ON s.id = i.scope_id
            """,
            new { id = account.Id, itemType, keys },
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            yield return new AuditSubject(row.ToItem(), row.CompleteHash);
        }
    }

    public Task<byte[]> GetStateHashAsync(Account account, string itemType, CancellationToken cancellationToken)
        => new SqlAuditState(database, account, itemType).GetStateHashAsync(cancellationToken);

    public async IAsyncEnumerable<Item> QueryAsync(ItemQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = Filter(query);
        filter.Parameters.Add("@now", UnixTime.From(time.GetUtcNow()));
        var config = query.WithConfig ? $", {LatestConfig} AS ConfigJson" : "";
        var rows = database.StreamAsync<ItemRow>(
            $"""
            {ItemSelect}, {IssueColumns}{config}
            FROM item i JOIN account a ON a.id = i.account_id JOIN scope s ON s.id = i.scope_id
            WHERE {filter.Clause} ORDER BY a.name, i.item_type, i.name, i.native_id, i.region
            """,
            filter.Parameters,
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            var item = row.ToItem();
            if (Matches(query, item.Account, item.ItemType, item.Region, item.Name, item.NativeId)
                && item.Score >= query.MinScore
                && (query.States.Count == 0 || query.States.Contains(item.State)))
            {
                yield return item;
            }
        }
    }

    public async IAsyncEnumerable<Revision> QueryRevisionsAsync(RevisionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = Filter(query.Item)
            .AndOneOf("r.id", query.Ids)
            .And("r.created_at >= @value", UnixTime.From(query.Since))
            .And("r.created_at <= @value", UnixTime.From(query.Until));
        if (query.LatestOnly)
        {
            filter.And(
                "r.number = (SELECT max(l.number) FROM revision l WHERE l.item_id = r.item_id AND l.created_at <= @value)",
                UnixTime.From(query.Until) ?? long.MaxValue);
        }

        var order = query.InOrderOfRuns ? "u.run_id, r.id" : "a.name, i.item_type, i.name, i.id, r.number";
        var rows = database.StreamAsync<RevisionRow>(
            $"{RevisionSelect} {RevisionFrom} WHERE {filter.Clause} ORDER BY {order}",
            filter.Parameters,
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (Matches(query.Item, row.Account, row.ItemType, row.Region, row.Name, row.NativeId))
            {
                yield return row.ToRevision();
            }
        }
    }

    public async IAsyncEnumerable<RevisionPair> QueryChangesAsync(ChangeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = Filter(query.Item)
            .And("r.created_at >= @value AND u.finished_at >= @value", UnixTime.From(query.Since))
            .And("r.created_at <= @value", UnixTime.From(query.Until))
            .And("u.run_id = @value", query.RunId);
        AddKinds(filter, query.Kinds);
        var rows = database.StreamAsync<PairRow>(
            $"""
            {RevisionSelect}, p.id AS BeforeId, p.is_active AS BeforeIsActive, p.created_at AS BeforeCreatedAt, p.complete_hash AS BeforeCompleteHash,
                p.durable_hash AS BeforeDurableHash, p.chain_hash AS BeforeChainHash, pc.json AS BeforeConfigJson, pu.run_id AS BeforeRunId
            {RevisionFrom}
            LEFT JOIN revision p ON p.item_id = r.item_id AND p.number = r.number - 1
            LEFT JOIN config pc ON pc.hash = p.complete_hash
            LEFT JOIN run_unit pu ON pu.id = p.unit_id
            WHERE {filter.Clause} ORDER BY r.id
            """,
            filter.Parameters,
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (Matches(query.Item, row.Account, row.ItemType, row.Region, row.Name, row.NativeId))
            {
                yield return new RevisionPair(row.ToEarlierRevision(), row.ToRevision());
            }
        }
    }

    public Task<IReadOnlyList<string>> GetItemTypesAsync(CancellationToken cancellationToken)
        => database.ReadAsync<string>("SELECT DISTINCT item_type FROM scope ORDER BY item_type", parameters: null, cancellationToken);

    public Task<IReadOnlyList<string>> GetRegionsAsync(CancellationToken cancellationToken)
        => database.ReadAsync<string>("SELECT DISTINCT region FROM item ORDER BY region", parameters: null, cancellationToken);

    public async Task<IReadOnlyList<(Account Account, string ItemType)>> GetUnitsAsync(CancellationToken cancellationToken)
    {
        var accounts = await new SqlAccounts(database, time).GetAllAsync(cancellationToken).ConfigureAwait(false);
        var units = await database.ReadAsync<(long AccountId, string ItemType)>(
            "SELECT DISTINCT account_id, item_type FROM scope ORDER BY account_id, item_type", parameters: null, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from account in accounts
               from unit in units
               where unit.AccountId == account.Id
               select (account, unit.ItemType),
        ];
    }

    private static void AddKinds(SqlFilter filter, IReadOnlyList<ChangeKind> kinds)
    {
        if (kinds.Count == 0)
        {
            return;
        }

        // A created item has no earlier revision, or a tombstone.
        var clauses = kinds.Distinct().Select(kind => kind switch
        {
            ChangeKind.Created => "(r.is_active = 1 AND coalesce(p.is_active, 0) = 0)",
            ChangeKind.Deleted => "r.is_active = 0",
            ChangeKind.Changed => "(r.is_active = 1 AND p.is_active = 1)",
            _ => "@value = 0",
        });
        filter.And($"@value = 1 AND ({string.Join(" OR ", clauses)})", 1);
    }

    private static bool Matches(ItemQuery query, string account, string itemType, string region, string name, string nativeId)
        => query.Account.IsMatch(account)
            && query.ItemType.IsMatch(itemType)
            && query.Region.IsMatch(region)
            && (query.Name.IsMatch(name) || query.Name.IsMatch(nativeId));

    private SqlFilter Filter(ItemQuery query)
        => new SqlFilter(database)
            .AndOneOf("i.id", query.Ids)
            .AndMatches(query.Account, "a.name")
            .AndMatches(query.ItemType, "i.item_type")
            .AndMatches(query.Region, "i.region")
            .AndMatches(query.Name, "i.name", "i.native_id");

    private sealed record ItemRow
    {
        public long Id { get; init; }

        public string Account { get; init; } = "";

        public string AccountType { get; init; } = "";

        public string ItemType { get; init; } = "";

        public string Region { get; init; } = "";

        public string NativeId { get; init; } = "";

        public string Name { get; init; } = "";

        public bool IsActive { get; init; }

        public bool IsInScope { get; init; }

        public int RevisionNumber { get; init; }

        public long FirstSeenAt { get; init; }

        public long LastSeenAt { get; init; }

        public long? CompletedAt { get; init; }

        public long ChangedAt { get; init; }

        public long? EphemeralAt { get; init; }

        public int OpenIssues { get; init; }

        public int Score { get; init; }

        public string? ConfigJson { get; init; }

        public string? UnknownParts { get; init; }

        public byte[] CompleteHash { get; init; } = [];

        public Item ToItem() => new()
        {
            Id = Id,
            Account = Account,
            AccountType = AccountType,
            ItemType = ItemType,
            Region = Region,
            NativeId = NativeId,
            Name = Name,
            State = !IsActive ? ItemState.Deleted : IsInScope ? ItemState.Active : ItemState.OutOfScope,
            FirstSeen = UnixTime.To(FirstSeenAt),
            LastSeen = UnixTime.To(IsActive ? Math.Max(LastSeenAt, CompletedAt ?? 0) : LastSeenAt),
            LastChanged = UnixTime.To(ChangedAt),
            LastEphemeralChange = UnixTime.To(EphemeralAt),
            RevisionNumber = RevisionNumber,
            OpenIssues = OpenIssues,
            Score = Score,
            ConfigJson = ConfigJson ?? "",
            UnknownParts = JsonColumns.ToUnknownParts(UnknownParts),
        };
    }

    private record RevisionRow
    {
        public long Id { get; init; }

        public long ItemId { get; init; }

        public int Number { get; init; }

        public string Account { get; init; } = "";

        public string ItemType { get; init; } = "";

        public string Region { get; init; } = "";

        public string NativeId { get; init; } = "";

        public string Name { get; init; } = "";

        public bool IsActive { get; init; }

        public long CreatedAt { get; init; }

        public long RunId { get; init; }

        public byte[]? CompleteHash { get; init; }

        public byte[]? DurableHash { get; init; }

        public byte[] ChainHash { get; init; } = [];

        public string? ConfigJson { get; init; }

        public Revision ToRevision() => new()
        {
            Id = Id,
            ItemId = ItemId,
            Number = Number,
            Account = Account,
            ItemType = ItemType,
            Region = Region,
            NativeId = NativeId,
            Name = Name,
            State = IsActive ? ItemState.Active : ItemState.Deleted,
            Time = UnixTime.To(CreatedAt),
            RunId = RunId,
            CompleteHash = HexText.Of(CompleteHash),
            DurableHash = HexText.Of(DurableHash),
            ChainHash = HexText.Of(ChainHash),
            ConfigJson = ConfigJson ?? "",
        };
    }

    private sealed record PairRow : RevisionRow
    {
        public long? BeforeId { get; init; }

        public bool? BeforeIsActive { get; init; }

        public long? BeforeCreatedAt { get; init; }

        public byte[]? BeforeCompleteHash { get; init; }

        public byte[]? BeforeDurableHash { get; init; }

        public byte[]? BeforeChainHash { get; init; }

        public string? BeforeConfigJson { get; init; }

        public long? BeforeRunId { get; init; }

        public Revision? ToEarlierRevision()
            => BeforeId is null
                ? null
                : ToRevision() with
                {
                    Id = BeforeId.Value,
                    Number = Number - 1,
                    State = BeforeIsActive is true ? ItemState.Active : ItemState.Deleted,
                    Time = UnixTime.To(BeforeCreatedAt ?? 0),
                    RunId = BeforeRunId ?? 0,
                    CompleteHash = HexText.Of(BeforeCompleteHash),
                    DurableHash = HexText.Of(BeforeDurableHash),
                    ChainHash = HexText.Of(BeforeChainHash),
                    ConfigJson = BeforeConfigJson ?? "",
                };
    }
}
