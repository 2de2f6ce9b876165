namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Accounts in SQL.</summary>
internal sealed class SqlAccounts(SqlDatabase database, TimeProvider time) : IAccountStore
{
    private const string Columns =
        """
        id AS Id, name AS Name, type AS Type, identifier AS Identifier, is_active AS IsActive, is_third_party AS IsThirdParty,
        notes AS Notes, fields AS Fields, item_types AS ItemTypes, regions AS Regions, excluded_names AS ExcludedNames,
        created_at AS CreatedAt, updated_at AS UpdatedAt
        """;

    public async Task<IReadOnlyList<Account>> GetAllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<Row>(
            $"SELECT {Columns} FROM account WHERE removed_at IS NULL ORDER BY lower(name)", parameters: null, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToAccount())];
    }

    public async Task<Account> AddAsync(Account account, CancellationToken cancellationToken)
    {
        var id = 0L;
        await database.WriteAsync(
            async session =>
            {
                await RefuseTakenAsync(session, account, id: 0, cancellationToken).ConfigureAwait(false);
                var now = UnixTime.From(time.GetUtcNow());
                var row = Row.From(account) with { CreatedAt = now, UpdatedAt = now };
                id = await session.ExecuteValueAsync<long>(
                    """
                    INSERT INTO account (name, type, identifier, is_active, is_third_party, notes, fields, item_types, regions, excluded_names, created_at, updated_at)
                    VALUES (@Name, @Type, @Identifier, @IsActive, @IsThirdParty, @Notes, @Fields, @ItemTypes, @Regions, @ExcludedNames, @CreatedAt, @UpdatedAt)
                    ON CONFLICT (lower(type), lower(identifier)) DO UPDATE SET
                        name = excluded.name, identifier = excluded.identifier, is_active = excluded.is_active, is_third_party = excluded.is_third_party,
                        notes = excluded.notes, fields = excluded.fields, item_types = excluded.item_types, regions = excluded.regions,
                        excluded_names = excluded.excluded_names, updated_at = excluded.updated_at, removed_at = NULL
                    RETURNING id
                    """,
                    row,
                    cancellationToken).ConfigureAwait(false);
                await RescopeAsync(session, account with { Id = id }, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return await GetAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Account> UpdateAsync(Account account, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async session =>
            {
                await RefuseTakenAsync(session, account, account.Id, cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(
                    """
                    UPDATE account SET name = @Name, identifier = @Identifier, is_active = @IsActive, is_third_party = @IsThirdParty, notes = @Notes,
                        fields = @Fields, item_types = @ItemTypes, regions = @Regions, excluded_names = @ExcludedNames, updated_at = @UpdatedAt
                    WHERE id = @Id
                    """,
                    Row.From(account) with { UpdatedAt = UnixTime.From(time.GetUtcNow()) },
                    cancellationToken).ConfigureAwait(false);
                await RescopeAsync(session, account, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return await GetAsync(account.Id, cancellationToken).ConfigureAwait(false);
    }

    public Task RemoveAsync(Account account, CancellationToken cancellationToken)
        => database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "UPDATE account SET removed_at = @now, updated_at = @now WHERE id = @id",
                    new { id = account.Id, now = UnixTime.From(time.GetUtcNow()) },
                    cancellationToken).ConfigureAwait(false);
                await RescopeAsync(session, account with { IsActive = false }, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private static async Task RefuseTakenAsync(SqlWriteSession session, Account account, long id, CancellationToken cancellationToken)
    {
        var taken = await session.ReadAsync<Row>(
            $"""
            SELECT {Columns} FROM account WHERE removed_at IS NULL AND id <> @id
                AND (lower(name) = lower(@Name) OR (lower(type) = lower(@Type) AND lower(identifier) = lower(@Identifier)))
            """,
            new { id, account.Name, account.Type, account.Identifier },
            cancellationToken).ConfigureAwait(false);
        if (taken.Count > 0)
        {
            var isName = string.Equals(taken[0].Name, account.Name, StringComparison.OrdinalIgnoreCase);
            var what = isName ? $"An account named '{taken[0].Name}'" : $"The {account.Type} account '{taken[0].Identifier}'";
            var known = isName ? $"(type {taken[0].Type}, identifier '{taken[0].Identifier}')" : $"(by the name '{taken[0].Name}')";
            throw new SecurityMonkeyException(
                "AccountExists",
                ErrorKind.AlreadyExists,
                $"{what} exists already {known}. Choose another one, or change it with Set-SMAccount -Name '{taken[0].Name}'.")
            {
                Target = account.Name,
            };
        }
    }

    // Takes items out of scope, or back into it, as the account's settings now say.
    private static async Task RescopeAsync(SqlWriteSession session, Account account, CancellationToken cancellationToken)
    {
        var filter = new ScopeFilter(account);
        var items = await session.ReadAsync<ScopeRow>(
            "SELECT id AS Id, item_type AS ItemType, region AS Region, native_id AS NativeId, name AS Name, is_in_scope AS IsInScope FROM item WHERE account_id = @id",
            new { id = account.Id },
            cancellationToken).ConfigureAwait(false);
        var update = session.Prepare("UPDATE item SET is_in_scope = @scope WHERE id = @id", "@scope", "@id");
        await using (update.ConfigureAwait(false))
        {
            foreach (var item in items)
            {
                var isInScope = filter.IncludesItemType(item.ItemType) && filter.IncludesItem(item.Region, item.Name, item.NativeId);
                if (isInScope != item.IsInScope)
                {
                    await update.ExecuteAsync(cancellationToken, isInScope ? 1L : 0L, item.Id).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<Account> GetAsync(long id, CancellationToken cancellationToken)
        => (await database.ReadAsync<Row>($"SELECT {Columns} FROM account WHERE id = @id", new { id }, cancellationToken).ConfigureAwait(false))[0].ToAccount();

    private sealed record ScopeRow
    {
        public long Id { get; init; }

        public string ItemType { get; init; } = "";

        public string Region { get; init; } = "";

        public string NativeId { get; init; } = "";

        public string Name { get; init; } = "";

        public bool IsInScope { get; init; }
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public string Identifier { get; init; } = "";

        public bool IsActive { get; init; }

        public bool IsThirdParty { get; init; }

        public string? Notes { get; init; }

        public string Fields { get; init; } = "{}";

        public string ItemTypes { get; init; } = "[]";

        public string Regions { get; init; } = "[]";

        public string ExcludedNames { get; init; } = "[]";

        public long CreatedAt { get; init; }

        public long UpdatedAt { get; init; }

        public static Row From(Account account) => new()
        {
            Id = account.Id,
            Name = account.Name,
            Type = account.Type,
            Identifier = account.Identifier,
            IsActive = account.IsActive,
            IsThirdParty = account.IsThirdParty,
            Notes = account.Notes,
            Fields = JsonColumns.Of(account.Fields),
            ItemTypes = JsonColumns.Of(account.ItemTypes),
            Regions = JsonColumns.Of(account.Regions),
            ExcludedNames = JsonColumns.Of(account.ExcludedNames),
        };

        public Account ToAccount() => new()
        {
            Id = Id,
            Name = Name,
            Type = Type,
            Identifier = Identifier,
            IsActive = IsActive,
            IsThirdParty = IsThirdParty,
            Notes = Notes,
            Fields = JsonColumns.ToMap(Fields),
            ItemTypes = JsonColumns.ToList(ItemTypes),
            Regions = JsonColumns.ToList(Regions),
            ExcludedNames = JsonColumns.ToList(ExcludedNames),
            CreatedAt = UnixTime.To(CreatedAt),
            UpdatedAt = UnixTime.To(UpdatedAt),
        };
    }
}
