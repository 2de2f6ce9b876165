namespace SecurityMonkey.Plugins;

/// <summary>What the engine offers to a watcher while it collects.</summary>
public interface IWatchContext
{
    /// <summary>The account.</summary>
    Account Account { get; }

    /// <summary>The account's session, opened by its account type.</summary>
    IAccountSession Session { get; }

    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>Whether a region is to be collected: in the account's scope and asked for by this run.</summary>
    /// <param name="region">The region.</param>
    bool IsRegionWanted(string region);

    /// <summary>Says that a scope was read to its end: what was in it before and was not seen now is deleted.</summary>
    /// <param name="scope">Segments separated by <c>/</c>; it covers every scope below it. Empty means everything.</param>
    void Complete(string scope);

    /// <summary>Says that a scope could not be read: nothing in it or below it is treated as deleted.</summary>
    /// <param name="scope">Segments separated by <c>/</c>; an item is <c>scope/native id</c>. Empty means everything.</param>
    /// <param name="error">Why; a <see cref="SecurityMonkeyException"/> keeps its id and kind.</param>
    void Fail(string scope, Exception error);

    /// <summary>Says how many items will come, for the progress bar.</summary>
    /// <param name="count">The number of items.</param>
    void Expect(long count);

    /// <summary>Shows a warning to the person at the keyboard.</summary>
    /// <param name="message">What is wrong and what to do about it. Never a secret.</param>
    void Warn(string message);
}
