namespace SecurityMonkey.Engine.Watching;

/// <summary>Lets only so many calls to providers be under way at once, over all accounts of a run.</summary>
/// <param name="limit">How many.</param>
internal sealed class CallThrottle(int limit) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(limit, limit);

    /// <summary>Waits for a turn; disposing gives it back.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turns);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        private SemaphoreSlim? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.Release();
    }
}
