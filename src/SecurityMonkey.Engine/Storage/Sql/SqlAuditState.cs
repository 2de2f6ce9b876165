using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>What a unit's last audit left behind, in SQL, so that the next one need not do it again.</summary>
internal sealed class SqlAuditState(SqlDatabase database, Account account, string itemType)
{
    private const string UnitItems = "i.account_id = @account AND i.item_type = @itemType AND i.is_active = 1 AND i.is_in_scope = 1";

    private object Unit => new { account = account.Id, itemType };

    public async Task<IReadOnlyList<EvaluatedRule>> GetRulesAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(string RuleId, byte[] Fingerprint, long Uses)>(
            "SELECT rule_id, fingerprint, uses FROM audit_rule WHERE account_id = @account AND item_type = @itemType", Unit, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new EvaluatedRule(row.RuleId, row.Fingerprint, (int)row.Uses))];
    }

    public Task<IReadOnlyList<long>> GetChangedItemsAsync(DateTimeOffset? time, CancellationToken cancellationToken)
        => database.ReadAsync<long>(
            $"""
            SELECT i.id FROM item i LEFT JOIN audit_item u ON u.item_id = i.id
            WHERE {UnitItems} AND (u.item_id IS NULL OR u.revision_number <> i.revision_number OR u.complete_hash <> i.complete_hash
                OR u.name <> i.name OR coalesce(u.unknown_parts, '') <> coalesce(i.unknown_parts, '') OR u.holds_until <= @now)
            """,
            new { account = account.Id, itemType, now = UnixTime.From(time) },
            cancellationToken);

    public async Task<IReadOnlyList<OpenIssue>> GetOpenIssuesAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(long ItemId, string RuleId, long Score, long? JustifiedAt, long? JustifiedUntil, long? ExpiredAt)>(
            $"""
            SELECT x.item_id, x.rule_id, x.score, x.justified_at, x.justified_until, x.expired_at
            FROM item i JOIN issue x ON x.item_id = i.id WHERE {UnitItems} AND x.status = 0
            """,
            Unit,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new OpenIssue(
                row.ItemId, row.RuleId, (int)row.Score, row.JustifiedAt is not null, UnixTime.To(row.JustifiedUntil), row.ExpiredAt is not null)),
        ];
    }

    public async Task<IReadOnlyList<AuditGap>> GetGapsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(long ItemId, string RuleId, long Kind, string Reason, long Since)>(
            $"SELECT g.item_id, g.rule_id, g.kind, g.reason, g.since FROM item i JOIN audit_gap g ON g.item_id = i.id WHERE {UnitItems}",
            Unit,
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new AuditGap(row.ItemId, row.RuleId, (AuditGapKind)row.Kind, row.Reason, UnixTime.To(row.Since)))];
    }

    public async Task<int> CountItemsAsync(CancellationToken cancellationToken)
        => (int)await database.ReadValueAsync<long>($"SELECT count(*) FROM item i WHERE {UnitItems}", Unit, cancellationToken).ConfigureAwait(false);

    public async Task<byte[]> GetStateHashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = database.StreamAsync<(long Id, byte[] Hash, string Name, long Revision, string? Unknown)>(
            $"SELECT i.id, i.complete_hash, i.name, i.revision_number, i.unknown_parts FROM item i WHERE {UnitItems} ORDER BY i.id",
            Unit,
            cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            hash.AppendData(row.Hash);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.Id} {row.Revision} {row.Name}\0{row.Unknown}\0")));
        }

        return hash.GetHashAndReset();
    }

    public static async Task SaveItemsAsync(
        SqlWriteSession session, IReadOnlyList<EvaluatedItem> items, bool isWhole, CancellationToken cancellationToken)
    {
        var command = isWhole
            ? session.Prepare(
                """
                INSERT INTO audit_item (item_id, revision_number, complete_hash, name, unknown_parts, holds_until)
                VALUES (@id, @number, @hash, @name, @unknown, @until)
                ON CONFLICT (item_id) DO UPDATE SET revision_number = excluded.revision_number, complete_hash = excluded.complete_hash,
                    name = excluded.name, unknown_parts = excluded.unknown_parts, holds_until = excluded.holds_until
                """,
                "@id",
                "@number",
                "@hash",
                "@name",
                "@unknown",
                "@until")
            : session.Prepare("DELETE FROM audit_item WHERE item_id = @id", "@id");
        await using (command.ConfigureAwait(false))
        {
            foreach (var ((item, hash), until) in items)
            {
                object?[] values = isWhole
                    ? [item.Id, (long)item.RevisionNumber, hash, item.Name, JsonColumns.Of(item.UnknownParts), UnixTime.From(until)]
                    : [item.Id];
                await command.ExecuteAsync(cancellationToken, values).ConfigureAwait(false);
            }
        }
    }

    public static async Task ShortenAsync(SqlWriteSession session, IReadOnlyList<EvaluatedItem> items, CancellationToken cancellationToken)
    {
        var command = session.Prepare(
            "UPDATE audit_item SET holds_until = @until WHERE item_id = @id AND (holds_until IS NULL OR holds_until > @until)", "@id", "@until");
        await using (command.ConfigureAwait(false))
        {
            foreach (var item in items)
            {
                await command.ExecuteAsync(cancellationToken, item.Subject.Item.Id, UnixTime.From(item.HoldsUntil)).ConfigureAwait(false);
            }
        }
    }

    public static async Task SaveGapsAsync(
        SqlWriteSession session, IReadOnlyList<AuditGap> added, IReadOnlyList<AuditGap> removed, CancellationToken cancellationToken)
    {
        var delete = session.Prepare("DELETE FROM audit_gap WHERE item_id = @item AND rule_id = @rule", "@item", "@rule");
        await using (delete.ConfigureAwait(false))
        {
            foreach (var gap in removed)
            {
                await delete.ExecuteAsync(cancellationToken, gap.ItemId, gap.RuleId).ConfigureAwait(false);
            }
        }

        var insert = session.Prepare(
            """
            INSERT INTO audit_gap (item_id, rule_id, kind, reason, since) VALUES (@item, @rule, @kind, @reason, @since)
            ON CONFLICT (item_id, rule_id) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, since = excluded.since
            """,
            "@item",
            "@rule",
            "@kind",
            "@reason",
            "@since");
        await using (insert.ConfigureAwait(false))
        {
            foreach (var gap in added)
            {
                await insert.ExecuteAsync(cancellationToken, gap.ItemId, gap.RuleId, (long)gap.Kind, gap.Reason, UnixTime.From(gap.Since)).ConfigureAwait(false);
            }
        }
    }

    public async Task SaveRulesAsync(
        SqlWriteSession session, IReadOnlyList<EvaluatedRule> rules, bool isWhole, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (isWhole)
        {
            await session.ExecuteAsync("DELETE FROM audit_rule WHERE account_id = @account AND item_type = @itemType", Unit, cancellationToken).ConfigureAwait(false);

            // Items that left the scope were not evaluated by the rules as they are now.
            await session.ExecuteAsync(
                """
                DELETE FROM audit_item WHERE item_id IN
                    (SELECT i.id FROM item i WHERE i.account_id = @account AND i.item_type = @itemType AND (i.is_active = 0 OR i.is_in_scope = 0))
                """,
                Unit,
                cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(
                """
                DELETE FROM audit_gap WHERE item_id IN
                    (SELECT i.id FROM item i WHERE i.account_id = @account AND i.item_type = @itemType AND (i.is_active = 0 OR i.is_in_scope = 0))
                """,
                Unit,
                cancellationToken).ConfigureAwait(false);
        }

        var insert = session.Prepare(
            """
            INSERT INTO audit_rule (account_id, item_type, rule_id, fingerprint, uses, evaluated_at) VALUES (@account, @itemType, @rule, @fingerprint, @uses, @time)
            ON CONFLICT (account_id, item_type, rule_id) DO UPDATE SET fingerprint = excluded.fingerprint, uses = excluded.uses, evaluated_at = excluded.evaluated_at
            """,
            "@account",
            "@itemType",
            "@rule",
            "@fingerprint",
            "@uses",
            "@time");
        await using (insert.ConfigureAwait(false))
        {
            foreach (var rule in rules)
            {
                await insert.ExecuteAsync(
                    cancellationToken, account.Id, itemType, rule.RuleId, rule.Fingerprint, (long)rule.Uses, UnixTime.From(time)).ConfigureAwait(false);
            }
        }
    }
}
