namespace SecurityMonkey.Plugins;

/// <summary>What the engine offers to a session.</summary>
public interface ISessionContext
{
    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>The scopes that earlier runs read items from.</summary>
    IReadOnlyList<KnownScope> KnownScopes { get; }

    /// <summary>The definition of an item type: the registered one, or the one its family makes.</summary>
    /// <param name="itemTypeId">The id.</param>
    ItemType GetItemType(string itemTypeId);

    /// <summary>
    /// Waits until a call to the provider may be made. As many are let in at once as the run's throttle limit allows; a session
    /// takes a turn for each attempt of each call, and gives it back by disposing it, also while it waits to try again.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<IDisposable> EnterCallAsync(CancellationToken cancellationToken);

    /// <summary>Reads the secret that an account's field names. Read it when it is needed, keep it no longer than that, and never show it.</summary>
    /// <param name="reference">Where it is: <c>env:NAME</c>, <c>file:PATH</c> or <c>secret:NAME</c> (a vault of SecretManagement).</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The secret; line ends after it are left out.</returns>
    /// <exception cref="SecurityMonkeyException">It is not there, or cannot be read; the message names the reference.</exception>
    ValueTask<string> GetSecretAsync(string reference, CancellationToken cancellationToken);

    /// <summary>What the account's session wants to find again in the next run.</summary>
    ISessionCache Cache => ISessionCache.None;

    /// <summary>Shows a warning to the person at the keyboard.</summary>
    /// <param name="message">What is wrong and what to do about it. Never a secret.</param>
    void Warn(string message);
}
