using System.Diagnostics;
using SecurityMonkey.ModuleTests.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.ModuleTests;

/// <summary>The example of a plug-in in C#: built against the assembled module, imported, and used.</summary>
public sealed class PluginTests : IAsyncLifetime
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    private readonly TemporaryFolder _folder = new();
    private readonly ChildShell _child = new();
    private readonly LoopbackServer _azure;
    private string _logCollection = "Off";

    public PluginTests() => _azure = new LoopbackServer(request => request.Header("Authorization") == "Bearer token-of-the-test"
        ? new WireResponse(200, $$$"""{"value":[{"name":"default","type":"Microsoft.Security/policies","properties":{"logCollection":"{{{_logCollection}}}"}}]}""")
        : new WireResponse(401));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _azure.DisposeAsync();
        _child.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Example_in_csharp_is_built_imported_and_finds_the_issue()
    {
        var plugin = await BuildAsync();
        Assert.DoesNotContain("SecurityMonkey.Abstractions.dll", Directory.GetFiles(Path.GetDirectoryName(plugin)!).Select(Path.GetFileName));
        File.WriteAllText(_folder.Combine("token.txt"), "token-of-the-test\n");

        var lines = await _child.RunLinesAsync(
            $$"""
            {{ModuleRunspace.Import}}
            Import-SMPlugin '{{plugin}}'
            $null = Add-SMAccount -Type AzureToken -Name sub1 -Identifier {{Subscription}} -TokenFile '{{_folder.Combine("token.txt")}}' -Endpoint {{_azure.Root}}
            $null = Invoke-SMWatcher -Account sub1 | Invoke-SMAudit
            Get-SMIssue -Account sub1 | ForEach-Object { "$($_.Score) $($_.RuleId) $($_.Message)" }
            Get-SMPlugin AzureToken | ForEach-Object { "$($_.Kind) $($_.AccountTypes) $($_.ItemTypes) $($_.Rules)" }
            [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Name -like 'SecurityMonkey plug-in *' } | ForEach-Object { "$($_.Name): $($_.Assemblies.Count)" }
            """);
        Assert.Equal(
            [
                "10 ACME-AZURE-001 Account contains unprovisioned monitoring agents",
                "Assembly AzureToken azuretoken.security.policies ACME-AZURE-001",
            ],
            lines.Take(2));
        Assert.Contains(lines.Skip(2), line => line.StartsWith("SecurityMonkey plug-in AzureTokenPlugin", StringComparison.Ordinal));

        _logCollection = "On";
        var later = await _child.RunLinesAsync(
            $$"""
            {{ModuleRunspace.Import}}
            Import-SMPlugin '{{plugin}}'
            $null = Invoke-SMWatcher -Account sub1 | Invoke-SMAudit
            Get-SMIssue -Status Fixed | ForEach-Object { "$($_.Status)" }
            """);
        Assert.Equal(["Fixed"], later);
    }

    private async Task<string> BuildAsync()
    {
        var source = _folder.Combine("source");
        Directory.CreateDirectory(source);
        foreach (var file in Directory.GetFiles(Path.Combine(Facts.ModuleFolder, "examples", "AzureTokenPlugin")))
        {
            File.Copy(file, Path.Combine(source, Path.GetFileName(file)));
        }

        var start = new ProcessStartInfo(
            "dotnet",
            ["build", source, "-o", _folder.Combine("plugin"), $"-p:SecurityMonkeyModule={Facts.ModuleFolder}", "-v", "q", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return _folder.Combine("plugin", "AzureTokenPlugin.dll");
    }
}
