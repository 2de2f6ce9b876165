using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Watching;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Finds accounts out: the one the caller is in, and those that another account knows of.</summary>
internal sealed class AccountFinder(PluginCatalog plugins, TimeProvider time)
{
    private const int Calls = 4;

    /// <summary>Fills in identifier and name where they are not given and the account type can find them out.</summary>
    /// <param name="account">The account as far as it was given.</param>
    /// <param name="listener">Has what only the host can reach.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">The provider could not be asked.</exception>
    public async Task<Account> IdentifyAsync(Account account, IRunListener listener, CancellationToken cancellationToken)
    {
        var accountType = plugins.GetAccountType(account.Type);
        var isIncomplete = account.Name.Length == 0 || (account.Identifier.Length == 0 && accountType.Definition.IsIdentifierRequired);
        if (!isIncomplete || account.IsThirdParty || accountType is not IAccountIdentifier identifier)
        {
            return account;
        }

        using var calls = new CallThrottle(Calls);
        return await identifier.IdentifyAsync(account, new SessionContext(plugins, [], calls, time, listener), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the accounts that an account knows of.</summary>
    /// <param name="account">The account whose credentials are used.</param>
    /// <param name="listener">Has what only the host can reach.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="SecurityMonkeyException">Accounts of its type know of no others, or they could not be listed.</exception>
    public async IAsyncEnumerable<Account> ListAsync(Account account, IRunListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (plugins.GetAccountType(account.Type) is not IAccountSource source)
        {
            throw new SecurityMonkeyException(
                "AccountSourceNotSupported",
                ErrorKind.NotSupported,
                $"Accounts of type {account.Type} know of no other accounts, so none can be imported from '{account.Name}'. Import them from a file (-Path).")
            {
                Target = account.Name,
            };
        }

        using var calls = new CallThrottle(Calls);
        await foreach (var found in source.ListAccountsAsync(account, new SessionContext(plugins, [], calls, time, listener), cancellationToken).ConfigureAwait(false))
        {
            yield return found;
        }
    }
}
