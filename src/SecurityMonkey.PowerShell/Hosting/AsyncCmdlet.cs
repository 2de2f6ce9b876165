using System.Management.Automation;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>
/// A cmdlet whose work is asynchronous. The work runs in the background; the pipeline thread does what only it may do. Whatever ends
/// the pipeline (Ctrl+C, a consumer that has enough, an error downstream) cancels the work, and its end is waited for, within bounds.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the work for one pipeline record.</summary>
    /// <param name="pipeline">The way to the pipeline.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private protected virtual Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does the work that is left when all records have come.</summary>
    /// <param name="pipeline">The way to the pipeline.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private protected virtual Task EndAsync(CmdletPipeline pipeline, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Lets go of what the cmdlet holds.</summary>
    /// <param name="isDisposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            _stopping.Dispose();
        }
    }

    private void Run(Func<CmdletPipeline, CancellationToken, Task> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var grace = new CancellationTokenSource();
        using var registration = _stopping.Token.Register(() => grace.CancelAfter(GracePeriod));
        var pipeline = new CmdletPipeline(this, stop.Token);
        var running = Task.Run(
            async () =>
            {
                try
                {
                    await work(pipeline, stop.Token).ConfigureAwait(false);
                }
                finally
                {
                    pipeline.Complete();
                }
            },
            CancellationToken.None);
        try
        {
            pipeline.Pump(grace.Token);
        }
        catch (Exception exception)
        {
            // Whoever is downstream has had enough, or failed: the work ends, and the exception goes on untouched.
            stop.Cancel();
            Settle(running);
            if (exception is OperationCanceledException && _stopping.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            throw;
        }

        try
        {
            running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (exception is not (PipelineStoppedException or ActionPreferenceStopException))
        {
            ThrowTerminatingError(ErrorRecords.From(exception, target: null));
        }
    }

    // Waits for work that was told to end; what it says of its end is of no interest, but must be observed.
    private static void Settle(Task running)
    {
        ((IAsyncResult)running).AsyncWaitHandle.WaitOne(GracePeriod);
        _ = running.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
