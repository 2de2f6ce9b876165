using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SecurityMonkey.ScriptHost;

/// <summary>
/// Runs a PowerShell script in the engine from NuGet: <c>ScriptHost script.ps1 [-Parameter value ...]</c>. Only the cmdlets of the
/// engine itself are there (no Microsoft.PowerShell.Utility and Management), so scripts use those and .NET calls.
/// </summary>
internal static class Program
{
    private const int Usage = 2;

    public static int Main(string[] args)
    {
        if (args.Length == 0 || !File.Exists(args[0]))
        {
            Console.Error.WriteLine(args.Length == 0 ? "Usage: ScriptHost script.ps1 [-Parameter value ...]" : $"There is no script '{args[0]}'.");
            return Usage;
        }

        var host = new ScriptHost(new ScriptHostUserInterface());
        using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(CommandLine.ToScript(args));
        shell.AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        var isStopped = false;
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            isStopped = true;
            shell.BeginStop(callback: null, state: null);
        };
        var exitCode = Run(shell, host, runspace);
        const int InterruptedByUser = 130;
        return isStopped ? InterruptedByUser : exitCode;
    }

    // The exit code is that of the script's "exit"; where it has none, that of the last program it ran.
    private static int Run(PowerShell shell, ScriptHost host, Runspace runspace)
    {
        try
        {
            shell.Invoke();
            return host.ExitCode ?? runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int? ?? 0;
        }
        catch (PipelineStoppedException)
        {
            return 1;
        }
        catch (RuntimeException exception)
        {
            host.UI.WriteErrorLine($"{exception.Message}{Environment.NewLine}{exception.ErrorRecord.ScriptStackTrace}");
            return 1;
        }
    }
}
