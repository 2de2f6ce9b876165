using SecurityMonkey.Engine.Watching;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>The scopes whose latest collection failed, in SQL.</summary>
internal static class SqlScopeFailures
{
    /// <summary>Notes what a collection could not read, and takes away what it read after all.</summary>
    /// <param name="session">The transaction of the unit.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="itemType">The item type; <see cref="ItemType.Every"/> where the account could not be opened.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="completedScopes">The scopes that were read to their end.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task SaveAsync(
        SqlWriteSession session,
        long accountId,
        string itemType,
        long unitId,
        UnitOutcome outcome,
        IReadOnlyCollection<string> completedScopes,
        CancellationToken cancellationToken)
    {
        var known = await session.ReadAsync<(long Id, string Scope)>(
            "SELECT id, scope FROM scope_failure WHERE account_id = @accountId AND item_type = @itemType", new { accountId, itemType }, cancellationToken).ConfigureAwait(false);
        var failed = outcome.Failures.Select(failure => failure.Scope).ToHashSet(StringComparer.Ordinal);
        var coverage = new ScopeCoverage(completedScopes, failed);
        foreach (var (id, scope) in known)
        {
            if (outcome.Region.IsAll || failed.Contains(scope) || (IsInRegion(scope, outcome.Region) && coverage.IsComplete(scope)))
            {
                await session.ExecuteAsync("DELETE FROM scope_failure WHERE id = @id", new { id }, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var failure in outcome.Failures)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO scope_failure (account_id, item_type, unit_id, scope, error_id, kind, message)
                VALUES (@accountId, @itemType, @unitId, @Scope, @ErrorId, @kind, @Message)
                """,
                new { accountId, itemType, unitId, failure.Scope, failure.ErrorId, kind = (int)failure.Kind, failure.Message },
                cancellationToken).ConfigureAwait(false);
        }
    }

    // A scope of one of the regions that were collected; one that begins with anything else may hold items of others.
    private static bool IsInRegion(string scope, TextFilter regions)
    {
        var end = scope.IndexOf('/', StringComparison.Ordinal);
        var first = end < 0 ? scope : scope[..end];
        return first.Length > 0 && regions.IsMatch(first);
    }
}
