namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Coverage in SQL.</summary>
internal sealed class SqlCoverage(SqlDatabase database) : ICoverageStore
{
    private const string LastUnits = "SELECT max(id) FROM run_unit WHERE kind = @watch AND status IN (@complete, @partial, @failed) GROUP BY account_id, item_type";

    private static readonly object Ended = new
    {
        watch = (int)RunKind.Watch,
        audit = (int)RunKind.Audit,
        complete = (int)RunStatus.Complete,
        partial = (int)RunStatus.Partial,
        failed = (int)RunStatus.Failed,
        every = ItemType.Every,
    };

    public async Task<IReadOnlyList<UnitCoverage>> GetUnitsAsync(CancellationToken cancellationToken)
    {
        var failures = (await database.ReadAsync<(long AccountId, string ItemType, string Scope, string ErrorId, string Message, long Kind)>(
            "SELECT account_id, item_type, scope, error_id, message, kind FROM scope_failure ORDER BY id", parameters: null, cancellationToken).ConfigureAwait(false))
            .ToLookup(row => (row.AccountId, row.ItemType), row => new ScopeFailure(row.Scope, row.ErrorId, row.Message, (ErrorKind)row.Kind));
        var rows = await database.ReadAsync<(long UnitId, long AccountId, string Account, string AccountType, string ItemType, long Status, long? LastComplete, long? LastAudit)>(
            $"""
            SELECT u.id, a.id, a.name, a.type, u.item_type, u.status,
                (SELECT max(c.finished_at) FROM run_unit c
                 WHERE c.account_id = u.account_id AND c.item_type = u.item_type AND c.kind = u.kind AND c.status = @complete),
                (SELECT max(c.finished_at) FROM run_unit c
                 WHERE c.account_id = u.account_id AND c.item_type = u.item_type AND c.kind = @audit AND c.status IN (@complete, @partial))
            FROM run_unit u JOIN account a ON a.id = u.account_id
            WHERE u.id IN ({LastUnits}) AND a.removed_at IS NULL AND a.is_active = 1
                AND (u.item_type <> @every OR NOT EXISTS (SELECT 1 FROM run_unit n WHERE n.account_id = u.account_id AND n.kind = u.kind
                    AND n.item_type <> @every AND n.is_narrowed = 0 AND n.status IN (@complete, @partial, @failed) AND n.id > u.id))
            ORDER BY a.name, u.item_type
            """,
            Ended,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new UnitCoverage(
                row.AccountId, row.Account, row.AccountType, row.ItemType, (RunStatus)row.Status, UnixTime.To(row.LastComplete), UnixTime.To(row.LastAudit), [.. failures[(row.AccountId, row.ItemType)]])),
        ];
    }

    public async Task<IReadOnlyList<RegionCoverage>> GetRegionsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(long AccountId, string ItemType, string Region, long Items, long? CompletedAt)>(
            """
            SELECT i.account_id, i.item_type, i.region, count(*), min(s.completed_at) FROM item i JOIN scope s ON s.id = i.scope_id
            WHERE i.is_active = 1 AND i.is_in_scope = 1 GROUP BY i.account_id, i.item_type, i.region
            """,
            parameters: null,
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new RegionCoverage(row.AccountId, row.ItemType, row.Region, (int)row.Items, UnixTime.To(row.CompletedAt)))];
    }

    public async Task<IReadOnlyList<RuleCoverage>> GetRulesAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(long AccountId, string ItemType, string RuleId, long EvaluatedAt)>(
            "SELECT account_id, item_type, rule_id, evaluated_at FROM audit_rule ORDER BY rule_id", parameters: null, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new RuleCoverage(row.AccountId, row.ItemType, row.RuleId, UnixTime.To(row.EvaluatedAt)))];
    }

    public async Task<IReadOnlyList<GapCoverage>> GetGapsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(long AccountId, string ItemType, string Region, string RuleId, long Kind, string Reason, long Count)>(
            """
            SELECT i.account_id, i.item_type, i.region, g.rule_id, g.kind, g.reason, count(*) FROM audit_gap g JOIN item i ON i.id = g.item_id
            WHERE i.is_active = 1 AND i.is_in_scope = 1 GROUP BY i.account_id, i.item_type, i.region, g.rule_id, g.kind, g.reason
            """,
            parameters: null,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new GapCoverage(
                row.AccountId, row.ItemType, row.Region, row.RuleId, (AuditGapKind)row.Kind, row.Reason, (int)row.Count)),
        ];
    }
}
