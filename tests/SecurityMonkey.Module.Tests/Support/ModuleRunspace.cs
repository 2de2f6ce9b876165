using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SecurityMonkey.ModuleTests.Support;

/// <summary>A runspace of the test process.</summary>
public sealed class ModuleRunspace : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleRunspace()
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
    }

    public static string Import { get; } = $"Import-Module '{Facts.Manifest}'";

    /// <summary>Runs a script that must succeed.</summary>
    public IReadOnlyList<PSObject> Run(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("$ErrorActionPreference = 'Stop'; " + script);
        return [.. shell.Invoke()];
    }

    public void Dispose() => _runspace.Dispose();
}
