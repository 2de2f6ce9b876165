namespace SecurityMonkey.Plugins;

/// <summary>A kind of account: what is asked for, how it is checked, and how its session is opened.</summary>
public interface IAccountType
{
    /// <summary>Name, labels and custom fields.</summary>
    AccountType Definition { get; }

    /// <summary>
    /// Checks an account before it is stored, beyond what the field definitions say (required fields, allowed values).
    /// </summary>
    /// <param name="account">The account as it would be stored.</param>
    /// <exception cref="SecurityMonkeyException">A field does not hold what it should; the message says what it should hold.</exception>
    void Validate(Account account);

    /// <summary>Opens what the watchers of an account share: credentials, connections, an index of its documents.</summary>
    /// <param name="account">The account.</param>
    /// <param name="context">What the engine offers to the session.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">The account cannot be read at all. Nothing of it is then treated as deleted.</exception>
    ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken);
}
