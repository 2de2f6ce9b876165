namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>
/// How many calls to one service of one account may be under way at once: half of those that were under way after an answer that there were too many, one
/// more after as many good answers as it lets in. A service that is busy thus slows its own calls, and neither other services nor
/// other accounts.
/// </summary>
internal sealed class ServiceThrottle : IDisposable
{
    /// <summary>More are never let in; runs have fewer turns than this.</summary>
    public const int MostCalls = 64;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _places = new(MostCalls);
    private int _limit = MostCalls;
    private int _placesToTake;
    private int _goodAnswers;
    private int _cuts;
    private int _underWay;

    /// <summary>How many are let in now.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What is given back to <see cref="Leave"/>.</returns>
    public async ValueTask<int> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _underWay++;
            return _cuts;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="ticket">What <see cref="EnterAsync"/> gave.</param>
    /// <param name="wasThrottled">Whether the answer was that there were too many calls; null where there was no answer.</param>
    public void Leave(int ticket, bool? wasThrottled)
    {
        lock (_gate)
        {
            // Calls that were under way together complain together: that counts once.
            if (wasThrottled is true && ticket == _cuts && _limit > 1)
            {
                _cuts++;
                _goodAnswers = 0;
                var limit = Math.Max(1, Math.Min(_limit, _underWay) / 2);
                _placesToTake += _limit - limit;
                _limit = limit;
                while (_placesToTake > 0 && _places.Wait(0, CancellationToken.None))
                {
                    _placesToTake--;
                }
            }
            else if (wasThrottled is false && _limit < MostCalls && ++_goodAnswers >= _limit)
            {
                _goodAnswers = 0;
                _limit++;
                _placesToTake--;
            }

            // A cut takes the places that are free at once, and others as they are given back; growth gives some of them back again.
            _underWay--;
            _placesToTake--;
            while (_placesToTake < 0)
            {
                _placesToTake++;
                _places.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
