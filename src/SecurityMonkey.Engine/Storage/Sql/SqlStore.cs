namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>A store in a database that is reached by SQL.</summary>
internal sealed class SqlStore : IStore
{
    private readonly SqlDatabase _database;
    private readonly int _schemaVersion;

    /// <summary>Creates a store on a database whose schema is up to date.</summary>
    /// <param name="database">The database; the store closes it.</param>
    /// <param name="schemaVersion">The number of the latest migration.</param>
    /// <param name="maskingKey">The key that masks secrets.</param>
    /// <param name="warnings">What a person should know about it.</param>
    /// <param name="caches">What sessions keep; the store closes it.</param>
    /// <param name="time">The clock.</param>
    public SqlStore(SqlDatabase database, int schemaVersion, byte[] maskingKey, IReadOnlyList<string> warnings, ISessionCaches caches, TimeProvider time)
    {
        _database = database;
        _schemaVersion = schemaVersion;
        MaskingKey = maskingKey;
        Warnings = warnings;
        Caches = caches;
        Accounts = new SqlAccounts(database, time);
        Runs = new SqlRuns(database, time);
        Items = new SqlItems(database, time);
        Issues = new SqlIssues(database, time);
        RuleSettings = new SqlRuleSettings(database, time);
        Networks = new SqlNetworks(database, time);
        Coverage = new SqlCoverage(database);
    }

    public string Location => _database.Location;

    public byte[] MaskingKey { get; }

    public IReadOnlyList<string> Warnings { get; }

    public ISessionCaches Caches { get; }

    public IAccountStore Accounts { get; }

    public IRunStore Runs { get; }

    public IItemStore Items { get; }

    public IIssueStore Issues { get; }

    public IRuleSettingStore RuleSettings { get; }

    public INetworkStore Networks { get; }

    public ICoverageStore Coverage { get; }

    public async Task<StoreInfo> GetInfoAsync(CancellationToken cancellationToken)
        => new()
        {
            Path = Location,
            Kind = _database.Kind,
            SchemaVersion = _schemaVersion,
            Size = await _database.GetSizeAsync(cancellationToken).ConfigureAwait(false),
            Accounts = await CountAsync("account WHERE removed_at IS NULL", cancellationToken).ConfigureAwait(false),
            Items = await CountAsync("item", cancellationToken).ConfigureAwait(false),
            Revisions = await CountAsync("revision", cancellationToken).ConfigureAwait(false),
            OpenIssues = await CountAsync("issue x JOIN item i ON i.id = x.item_id WHERE x.status = 0 AND i.is_in_scope = 1", cancellationToken).ConfigureAwait(false),
            LastRun = UnixTime.To(await _database.ReadValueAsync<long?>("SELECT max(finished_at) FROM run", parameters: null, cancellationToken).ConfigureAwait(false)),
        };

    public Task<StoreCheck> CheckAsync(CancellationToken cancellationToken) => new SqlIntegrity(_database).CheckAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Caches.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<long> CountAsync(string from, CancellationToken cancellationToken)
        => await _database.ReadValueAsync<long>($"SELECT count(*) FROM {from}", parameters: null, cancellationToken).ConfigureAwait(false);
}
