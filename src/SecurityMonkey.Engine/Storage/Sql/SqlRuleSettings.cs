namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Rule settings in SQL.</summary>
internal sealed class SqlRuleSettings(SqlDatabase database, TimeProvider time) : IRuleSettingStore
{
    private const string BaselineSetting = "baseline";

    public async Task<IReadOnlyList<RuleSetting>> GetAllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<Row>(
            """
            SELECT rule_id AS RuleId, tag AS Tag, account AS Account, is_enabled AS IsEnabled, score AS Score, parameters AS Parameters, reason AS Reason, updated_at AS UpdatedAt
            FROM rule_setting ORDER BY tag, rule_id, account
            """,
            parameters: null,
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new RuleSetting
            {
                RuleId = row.RuleId,
                Tag = row.Tag,
                Account = row.Account,
                IsEnabled = row.IsEnabled,
                Score = (int?)row.Score,
                Parameters = JsonColumns.ToMap(row.Parameters),
                Reason = row.Reason,
                UpdatedAt = UnixTime.To(row.UpdatedAt),
            }),
        ];
    }

    public Task SetAsync(RuleSetting setting, CancellationToken cancellationToken)
        => database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO rule_setting (rule_id, tag, account, is_enabled, score, parameters, reason, updated_at)
                VALUES (@RuleId, @Tag, @Account, @IsEnabled, @Score, @Parameters, @Reason, @UpdatedAt)
                ON CONFLICT (rule_id, tag, account) DO UPDATE SET
                    is_enabled = excluded.is_enabled, score = excluded.score, parameters = excluded.parameters,
                    reason = excluded.reason, updated_at = excluded.updated_at
                """,
                new Row
                {
                    RuleId = setting.RuleId,
                    Tag = setting.Tag,
                    Account = setting.Account,
                    IsEnabled = setting.IsEnabled,
                    Score = setting.Score,
                    Parameters = JsonColumns.Of(setting.Parameters),
                    Reason = setting.Reason,
                    UpdatedAt = UnixTime.From(time.GetUtcNow()),
                },
                cancellationToken),
            cancellationToken);

    public Task RemoveAsync(string ruleId, string tag, string account, CancellationToken cancellationToken)
        => database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM rule_setting WHERE rule_id = @ruleId AND tag = @tag AND account = @account", new { ruleId, tag, account }, cancellationToken),
            cancellationToken);

    public async Task<string?> GetBaselineAsync(CancellationToken cancellationToken)
        => await database.ReadValueAsync<string?>(
            "SELECT value FROM store_setting WHERE name = @name", new { name = BaselineSetting }, cancellationToken).ConfigureAwait(false);

    public Task SetBaselineAsync(string? name, CancellationToken cancellationToken)
        => database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("DELETE FROM store_setting WHERE name = @name", new { name = BaselineSetting }, cancellationToken).ConfigureAwait(false);
                if (name is not null)
                {
                    await session.ExecuteAsync(
                        "INSERT INTO store_setting (name, value) VALUES (@name, @value)", new { name = BaselineSetting, value = name }, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private sealed record Row
    {
        public string RuleId { get; init; } = "";

        public string Tag { get; init; } = "";

        public string Account { get; init; } = "*";

        public bool? IsEnabled { get; init; }

        public long? Score { get; init; }

        public string Parameters { get; init; } = "{}";

        public string? Reason { get; init; }

        public long UpdatedAt { get; init; }
    }
}
