namespace SecurityMonkey.Plugins;

/// <summary>An account type that can list further accounts: the accounts of an organisation, the subscriptions of a tenant.</summary>
public interface IAccountSource
{
    /// <summary>Lists accounts as they would be added.</summary>
    /// <param name="account">The account whose credentials are used.</param>
    /// <param name="context">What the engine offers to a session.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<Account> ListAccountsAsync(Account account, ISessionContext context, CancellationToken cancellationToken);
}
