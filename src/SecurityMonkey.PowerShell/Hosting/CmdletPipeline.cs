using System.Collections.Concurrent;
using System.Management.Automation;
using SecurityMonkey.Commands.Formatting;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>
/// The way from background work to the pipeline: everything a cmdlet may only do on its own thread is queued here and done there.
/// Output is awaited, so that a slow consumer slows the work down instead of filling memory.
/// </summary>
internal sealed class CmdletPipeline
{
    private readonly PSCmdlet _cmdlet;
    private readonly BlockingCollection<Action> _queue = [];
    private readonly CancellationToken _cancellationToken;

    /// <summary>Creates the way to a cmdlet's pipeline.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="cancellationToken">Cancelled when the pipeline takes nothing more.</param>
    public CmdletPipeline(PSCmdlet cmdlet, CancellationToken cancellationToken)
    {
        _cmdlet = cmdlet;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Writes an object and waits until the pipeline has taken it.</summary>
    public Task WriteAsync(object value) => CallAsync(() => _cmdlet.WriteObject(ConfigMembers.AddTo(value)));

    /// <summary>Writes a non-terminating error.</summary>
    public Task WriteErrorAsync(ErrorRecord error) => CallAsync(() => _cmdlet.WriteError(error));

    /// <summary>Writes a non-terminating error.</summary>
    public Task WriteErrorAsync(Exception exception, object? target = null) => WriteErrorAsync(ErrorRecords.From(exception, target));

    /// <summary>Asks whether something is to be done.</summary>
    /// <param name="target">What it is done to.</param>
    /// <param name="action">What is done.</param>
    public Task<bool> ShouldProcessAsync(string target, string action) => CallAsync(() => _cmdlet.ShouldProcess(target, action));

    /// <summary>Writes a warning without waiting.</summary>
    public void Warn(string message) => Post(() => _cmdlet.WriteWarning(message));

    /// <summary>Writes a verbose message without waiting.</summary>
    public void Verbose(string message) => Post(() => _cmdlet.WriteVerbose(message));

    /// <summary>Shows progress without waiting.</summary>
    public void Progress(ProgressRecord record) => Post(() => _cmdlet.WriteProgress(record));

    /// <summary>Does something on the pipeline thread and waits for it.</summary>
    public Task CallAsync(Action action) => CallAsync(() =>
    {
        action();
        return true;
    });

    /// <summary>Asks something on the pipeline thread and waits for the answer.</summary>
    public Task<T> CallAsync<T>(Func<T> function)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = Post(() =>
        {
            try
            {
                answer.TrySetResult(function());
            }
            catch (Exception exception)
            {
                // The work is told, and the pump too: a pipeline that has stopped takes nothing more.
                answer.TrySetException(exception);
                throw;
            }
        });
        return isPosted ? answer.Task.WaitAsync(_cancellationToken) : Task.FromCanceled<T>(new CancellationToken(canceled: true));
    }

    /// <summary>Asks a command of the session on the pipeline thread and waits for the answer.</summary>
    public Task<T> CallAsync<T>(Func<CommandInvocationIntrinsics, T> function) => CallAsync(() => function(_cmdlet.InvokeCommand));

    /// <summary>Does what is queued, on the calling thread, until the work has ended.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public void Pump(CancellationToken cancellationToken)
    {
        foreach (var action in _queue.GetConsumingEnumerable(cancellationToken))
        {
            action();
        }
    }

    /// <summary>Says that nothing more will be queued.</summary>
    public void Complete() => _queue.CompleteAdding();

    private bool Post(Action action)
    {
        try
        {
            _queue.Add(action, _cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // The pipeline has ended; what is said now has no listener.
            return false;
        }
    }
}
