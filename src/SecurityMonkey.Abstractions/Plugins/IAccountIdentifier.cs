namespace SecurityMonkey.Plugins;

/// <summary>An account type that can find out which account it reaches, so that none has to be named.</summary>
public interface IAccountIdentifier
{
    /// <summary>Fills in the identifier, and a name where there is none, by asking who the caller is.</summary>
    /// <param name="account">The account as far as it was given; identifier and name may be empty.</param>
    /// <param name="context">What the engine offers to a session, such as the secrets that the account's fields name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">The provider could not be asked; the message says what to give instead.</exception>
    ValueTask<Account> IdentifyAsync(Account account, ISessionContext context, CancellationToken cancellationToken);
}
