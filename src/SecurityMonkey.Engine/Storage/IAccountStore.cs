namespace SecurityMonkey.Engine.Storage;

/// <summary>Accounts. Names and identifiers are compared without case.</summary>
internal interface IAccountStore
{
    /// <summary>The accounts that were not removed, by name.</summary>
    Task<IReadOnlyList<Account>> GetAllAsync(CancellationToken cancellationToken);

    /// <summary>Adds an account. One with the same type and identifier that was removed comes back with its history.</summary>
    /// <exception cref="SecurityMonkeyException"><c>AccountExists</c>: the name, or the identifier of the type, is taken.</exception>
    Task<Account> AddAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Replaces everything but id and type, and takes items out of scope or back into it.</summary>
    /// <exception cref="SecurityMonkeyException"><c>AccountExists</c>: the new name or identifier is taken.</exception>
    Task<Account> UpdateAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Removes an account. Its items leave the scope; its history stays.</summary>
    Task RemoveAsync(Account account, CancellationToken cancellationToken);
}
