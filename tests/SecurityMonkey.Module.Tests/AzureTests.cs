using SecurityMonkey.ModuleTests.Support;
using SecurityMonkey.Tests.Providers.Azure.Live;

namespace SecurityMonkey.ModuleTests;

/// <summary>
/// What the article wanted that this project grew from: an Azure account with a file that holds an access token, a watcher for the
/// policies of Security Center, a rule about them, and an issue of score 10.
/// </summary>
public sealed class AzureTests : IAsyncLifetime
{
    private const string Policies = "Microsoft.Security/policies";

    private readonly FakeAzure _azure = new();
    private readonly ChildShell _child = new();
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        _child.Dispose();
        await _azure.DisposeAsync();
    }

    [Fact]
    public async Task Monitoring_agent_that_is_off_is_an_issue_of_score_ten_until_it_is_on()
    {
        var token = FakeAzure.Token();
        await File.WriteAllTextAsync(_folder.Combine("token.json"), $$"""{"accessToken":"{{token}}","tokenType":"Bearer"}""");
        _azure.List(FakeAzure.PathOf(Policies), Policy("default", "On"), Policy("rg", "Off"));

        var first = await RunAsync(
            $$"""
            $null = Add-SMAccount -Type Azure -Name contoso -Identifier {{FakeAzure.Tenant}} -AccessTokenFile '{{_folder.Combine("token.json")}}' -ArmEndpoint {{_azure.Root}} -Authority {{_azure.Root}}
            $null = Invoke-SMWatcher -ItemType azure.security.policies | Invoke-SMAudit
            Get-SMIssue -Rule SM-AZURE-SECURITY-001 | ForEach-Object { "$($_.Status) $($_.Score) $($_.Message)" }
            (Get-SMItem -ItemType azure.security.policies).Config.value.properties.logCollection -join ' '
            """);
        Assert.Equal(["Open 10 Account contains unprovisioned monitoring agents", "On Off"], first);

        _azure.List(FakeAzure.PathOf(Policies), Policy("default", "On"), Policy("rg", "On"));
        var second = await RunAsync(
            """
            $null = Invoke-SMWatcher -ItemType azure.security.policies | Invoke-SMAudit
            Get-SMIssue -Rule SM-AZURE-SECURITY-001 -Status Fixed | ForEach-Object { "$($_.Status) $($_.Score)" }
            Get-SMChange | Where-Object { $_.Kind -eq 'Changed' } | ForEach-Object { "$($_.Differences)" }
            """);
        Assert.Equal("Fixed 10", second[0]);
        Assert.Contains("logCollection", second[1], StringComparison.Ordinal);
        Assert.Contains(_azure.Requests, request => request.Header("Authorization") == $"Bearer {token}");
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(_child.StorePath)!, "store.db*"), file => File.ReadAllText(file, System.Text.Encoding.Latin1).Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_principal_that_may_not_read_is_told_what_it_needs_and_nothing_is_deleted()
    {
        _azure.List(FakeAzure.PathOf(Policies), Policy("default", "Off"));
        await RunAsync(
            $"""
            $null = Add-SMAccount -Type Azure -Name contoso -Identifier {FakeAzure.Tenant} -ClientId {FakeAzure.ClientId} -ClientSecretRef env:CONTOSO_SECRET -ArmEndpoint {_azure.Root} -Authority {_azure.Root}
            $null = Invoke-SMWatcher -ItemType azure.security.policies
            """);
        _azure.On(FakeAzure.PathOf(Policies), FakeAzure.Forbidden("Microsoft.Security/policies/read"));

        var lines = await RunAsync(
            """
            $set = Invoke-SMWatcher -ItemType azure.security.policies -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $($_.Exception.Message.Contains('Microsoft.Security/policies/read'))" }
            "$($set.Status) $($set.Deleted) $((Get-SMItem -State Active).Count)"
            """);

        Assert.Equal(["AccessDenied PermissionDenied True", "Failed 0 1"], lines);
    }

    private static string Policy(string name, string logCollection)
        => $$"""{"id":"/subscriptions/{{FakeAzure.Subscription}}/providers/{{Policies}}/{{name}}","name":"{{name}}","type":"{{Policies}}","properties":{"logCollection":"{{logCollection}}"} }""";

    private Task<IReadOnlyList<string>> RunAsync(string script)
        => _child.RunLinesAsync(
            $"""
            [System.Environment]::SetEnvironmentVariable('CONTOSO_SECRET', 'not-a-real-one')
            {ModuleRunspace.Import}
            {script}
            """);
}
