using System.Diagnostics;

namespace SecurityMonkey.ModuleTests.Support;

/// <summary>Runs scripts in processes of their own, where nothing has been loaded before.</summary>
public sealed class ChildShell : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public string StorePath => _folder.Combine("store.db");

    /// <summary>Runs a script to its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script)
    {
        using var process = Start(script);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n").Trim(), (await errors).ReplaceLineEndings("\n").Trim());
    }

    /// <summary>Runs a script that must succeed.</summary>
    public async Task<IReadOnlyList<string>> RunLinesAsync(string script)
    {
        var (exitCode, output, errors) = await RunAsync("$ErrorActionPreference = 'Stop'\n" + script);
        Assert.True(exitCode == 0 && errors.Length == 0, $"exit code {exitCode}\n{errors}\n{output}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Starts a script.</summary>
    public Process Start(string script)
    {
        var path = _folder.Combine(Path.GetRandomFileName() + ".ps1");
        File.WriteAllText(path, script);
        var start = new ProcessStartInfo("dotnet", [Facts.ScriptHost, path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SECURITYMONKEY_STORE"] = StorePath },
        };
        return Process.Start(start)!;
    }

    public string WriteDocument(string name, string json)
    {
        var path = _folder.Combine("documents", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json);
        return Path.GetDirectoryName(path)!;
    }

    public void Dispose() => _folder.Dispose();
}
