using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SecurityMonkey.ModuleTests.Support;

namespace SecurityMonkey.ModuleTests;

public sealed class InterruptionTests : IDisposable
{
    private const int Groups = 40_000;

    // So many that the collection cannot end between the ledger's first row and the signal, however busy the machine is.
    private const int EndlessGroups = 400_000;
    private const int SigInt = 2;

    private readonly ChildShell _child = new();

    public void Dispose() => _child.Dispose();

    [Fact]
    public async Task Killed_collection_leaves_a_consistent_store_and_counts_as_interrupted()
    {
        var import = PrepareAccount(Groups);
        using (var process = _child.Start($"{import}; [System.Console]::Out.WriteLine('ready'); $null = Invoke-SMWatcher"))
        {
            await WaitForCollectionAsync(process);
            process.Kill();
            await process.WaitForExitAsync();
        }

        var lines = await _child.RunLinesAsync(
            $$"""
            {{import}}
            (Get-SMRun -ItemType aws.*).Status -join ','
            (Test-SMStore).IsIntact
            @(Get-SMItem).Count
            (Invoke-SMWatcher).Created
            (Get-SMRun -ItemType aws.*).Status -join ','
            (Test-SMStore).IsIntact
            """);

        Assert.Equal(["Interrupted", "True", "0", $"{Groups}", "Complete,Interrupted", "True"], lines);
    }

    [SkippableFact]
    public async Task Collection_that_is_stopped_at_the_keyboard_counts_as_cancelled()
    {
        Skip.If(OperatingSystem.IsWindows(), "A console event cannot be sent to one process only.");
        var import = PrepareAccount(EndlessGroups);
        using (var process = _child.Start($"{import}; [System.Console]::Out.WriteLine('ready'); $null = Invoke-SMWatcher"))
        {
            await WaitForCollectionAsync(process);
            Assert.Equal(0, SendSignal(process.Id, SigInt));
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(130, process.ExitCode);
        }

        var lines = await _child.RunLinesAsync($"{import}; (Get-SMRun -ItemType aws.*).Status; @(Get-SMItem).Count; (Test-SMStore).IsIntact");

        Assert.Equal(["Cancelled", "0", "True"], lines);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);

    private string PrepareAccount(int count)
    {
        var groups = Enumerable.Range(0, count).Select(number => $$"""{"GroupId":"sg-{{number}}","GroupName":"group {{number}}","IpPermissions":[],"IpPermissionsEgress":[]}""");
        var folder = _child.WriteDocument("groups.json", $$"""{"SecurityGroups":[{{string.Join(',', groups)}}]}""");
        return $"Import-Module '{Facts.Manifest}'; if (-not (Get-SMAccount)) {{ $null = Add-SMAccount -Type Export -Name demo -Path '{folder}' }}";
    }

    // The collection is under way when the ledger says so.
    private async Task WaitForCollectionAsync(Process process)
    {
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        await using var connection = new SqliteConnection($"Data Source={_child.StorePath};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM run_unit WHERE status = 1";
        var start = Stopwatch.GetTimestamp();
        while (await command.ExecuteScalarAsync() is not 1L)
        {
            Assert.False(process.HasExited, "The collection ended before it could be interrupted.");
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1), "The collection did not begin.");
            await Task.Delay(5);
        }
    }
}
