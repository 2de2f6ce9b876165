namespace SecurityMonkey.Engine;

/// <summary>The host of a run: hears how it goes, and has what only the host can reach. Called from several threads.</summary>
public interface IRunListener
{
    /// <summary>A unit has started.</summary>
    /// <param name="unit">Account and item type, as one text.</param>
    void UnitStarted(string unit);

    /// <summary>A unit has come further.</summary>
    /// <param name="unit">Account and item type, as one text.</param>
    /// <param name="done">How many items were read.</param>
    /// <param name="expected">How many there are; null where that is not known.</param>
    void UnitAdvanced(string unit, long done, long? expected);

    /// <summary>A unit has ended.</summary>
    /// <param name="unit">Account and item type, as one text.</param>
    void UnitEnded(string unit);

    /// <summary>There is something the person at the keyboard should know.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    void Warn(string message);

    /// <summary>Reads a secret from the host's vault.</summary>
    /// <param name="name">Its name there.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The secret; null where the host has no vault.</returns>
    /// <exception cref="SecurityMonkeyException">The vault has no such secret, or cannot be opened.</exception>
    ValueTask<string?> GetVaultSecretAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
