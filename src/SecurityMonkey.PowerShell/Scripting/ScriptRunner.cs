using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>
/// Runs a script block's text in runspaces of its own. A script block belongs to the runspace it was written in, and calling it from
/// another thread is a data race; its text belongs to nobody.
/// </summary>
internal sealed class ScriptRunner : IDisposable
{
    private readonly string _text;
    private readonly string _initialization;
    private readonly object?[] _arguments;
    private readonly PSLanguageMode _languageMode;
    private readonly ConcurrentBag<Runspace> _idle = [];

    /// <summary>Creates a runner; nothing is run yet.</summary>
    /// <param name="script">The script block, of which only the text is used.</param>
    /// <param name="initialization">Run first in each runspace, such as to import modules; null for nothing.</param>
    /// <param name="arguments">Further arguments, after those of each call.</param>
    /// <param name="languageMode">The mode of the session, which the script does not leave.</param>
    public ScriptRunner(ScriptBlock script, ScriptBlock? initialization, object?[]? arguments, PSLanguageMode languageMode)
    {
        _text = script.ToString();
        _initialization = initialization?.ToString() ?? "";
        _arguments = arguments ?? [];
        _languageMode = languageMode;
    }

    /// <summary>All that decides what the script does, beside what it is given with each call.</summary>
    public string Fingerprint => ScriptJson.Write(new[] { _text, _initialization, ScriptJson.Write(_arguments) });

    /// <summary>Runs the script to its end.</summary>
    /// <param name="take">Takes what it writes, one by one.</param>
    /// <param name="warn">Takes its warnings.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="arguments">The first arguments.</param>
    /// <returns>The errors that it wrote and went on after.</returns>
    /// <exception cref="RuntimeException">It ended by an error.</exception>
    public IReadOnlyList<ErrorRecord> Run(Action<PSObject> take, Action<string> warn, CancellationToken cancellationToken, params object?[] arguments)
    {
        var runspace = _idle.TryTake(out var idle) ? idle : Open();
        try
        {
            using var shell = PowerShell.Create();
            shell.Runspace = runspace;
            shell.AddScript(_text, useLocalScope: true);
            foreach (var argument in arguments.Concat(_arguments))
            {
                shell.AddArgument(argument);
            }

            using var output = new PSDataCollection<PSObject>();
            output.DataAdded += (_, _) => output.ReadAll().ToList().ForEach(take);
            shell.Streams.Warning.DataAdded += (_, added) => warn(shell.Streams.Warning[added.Index].Message);
            using var stopping = cancellationToken.Register(() => shell.BeginStop(null, null));
            shell.Invoke(null, output);
            cancellationToken.ThrowIfCancellationRequested();
            return [.. shell.Streams.Error];
        }
        catch (PipelineStoppedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            _idle.Add(runspace);
        }
    }

    /// <summary>What is said of an error: its words, and the line of the script.</summary>
    public static string Describe(ErrorRecord error)
    {
        var line = error.InvocationInfo?.ScriptLineNumber ?? 0;
        return line > 0 ? $"line {line}: {error}" : error.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var runspace))
        {
            runspace.Dispose();
        }
    }

    private Runspace Open()
    {
        var state = InitialSessionState.CreateDefault2();
        state.LanguageMode = _languageMode;
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        if (_initialization.Length > 0)
        {
            using var shell = PowerShell.Create();
            shell.Runspace = runspace;
            shell.AddScript(_initialization).Invoke();
        }

        return runspace;
    }
}
