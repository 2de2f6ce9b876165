namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>Known networks in SQL.</summary>
internal sealed class SqlNetworks(SqlDatabase database, TimeProvider time) : INetworkStore
{
    public async Task<IReadOnlyList<KnownNetwork>> GetAllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync<(string Cidr, string Name, string? Notes, long CreatedAt, long UpdatedAt)>(
            "SELECT cidr, name, notes, created_at, updated_at FROM network ORDER BY cidr", parameters: null, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new KnownNetwork
            {
                Cidr = row.Cidr,
                Name = row.Name,
                Notes = row.Notes,
                CreatedAt = UnixTime.To(row.CreatedAt),
                UpdatedAt = UnixTime.To(row.UpdatedAt),
            }),
        ];
    }

    public Task SetAsync(IReadOnlyList<KnownNetwork> networks, CancellationToken cancellationToken)
        => database.WriteAsync(
            async session =>
            {
                var now = UnixTime.From(time.GetUtcNow());
                foreach (var network in networks)
                {
                    await session.ExecuteAsync(
                        """
                        INSERT INTO network (cidr, name, notes, created_at, updated_at) VALUES (@Cidr, @Name, @Notes, @now, @now)
                        ON CONFLICT (cidr) DO UPDATE SET name = excluded.name, notes = excluded.notes, updated_at = excluded.updated_at
                        """,
                        new { network.Cidr, network.Name, network.Notes, now },
                        cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);

    public Task RemoveAsync(string cidr, CancellationToken cancellationToken)
        => database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM network WHERE cidr = @cidr", new { cidr }, cancellationToken), cancellationToken);
}
