using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

public sealed class AzureAccountsTests : IAsyncLifetime
{
    private const string Other = "00000000-0000-0000-0000-000000000002";

    private readonly AzureAccountType _type = new();
    private readonly FakeAzure _azure = new();
    private readonly FakeSessionContext _context = new(ExportFolder.Plugins, []);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _azure.DisposeAsync();

    [Fact]
    public async Task Subscriptions_are_listed_as_the_accounts_they_would_be()
    {
        _azure.List("/subscriptions", FakeAzure.Subscriptions(FakeAzure.Subscription, Other));

        var accounts = await _type.ListAccountsAsync(_azure.Account(), _context, CancellationToken.None).ToListAsync();

        Assert.Equal(
            [("sub 1", $"{FakeAzure.Tenant}/{FakeAzure.Subscription}"), ("sub 2", $"{FakeAzure.Tenant}/{Other}")],
            accounts.Select(account => (account.Name, account.Identifier)).Order());
        Assert.All(accounts, account => Assert.Equal(($"env:{FakeAzure.SecretVariable}", 0L), (account.GetField("ClientSecretRef"), account.Id)));
        Assert.All(accounts, _type.Validate);
    }

    [Fact]
    public async Task Subscriptions_of_a_management_group_have_names_of_their_own_and_no_group()
    {
        static string Descendant(string id) => $$"""{"id":"/subscriptions/{{id}}","type":"/subscriptions","name":"{{id}}","properties":{"displayName":"shop [eu]","parent":{"id":"/x"} } }""";
        _azure.List("/providers/Microsoft.Management/managementGroups/mg/descendants", Descendant(FakeAzure.Subscription), Descendant(Other));

        var accounts = await _type.ListAccountsAsync(_azure.Account("ManagementGroup=mg"), _context, CancellationToken.None).ToListAsync();

        Assert.Equal(["shop -eu-", $"shop -eu- ({Other})"], accounts.Select(account => account.Name));
        Assert.All(accounts, account => Assert.Null(account.GetField("ManagementGroup")));
    }

    [Fact]
    public async Task Management_group_that_may_not_be_read_names_the_permission()
    {
        _azure.On("/providers/Microsoft.Management/managementGroups/mg/descendants", FakeAzure.Error(403, "AuthorizationFailed", "No."));

        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(
            async () => await _type.ListAccountsAsync(_azure.Account("ManagementGroup=mg"), _context, CancellationToken.None).ToListAsync());

        Assert.Equal(("AccessDenied", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains("Microsoft.Management/managementGroups/descendants/read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_that_is_a_subscription_asks_for_nothing_but_it()
    {
        var account = _azure.Account() with { Identifier = $"{FakeAzure.Tenant}/{Other}" };

        await using var session = await AzureSession.OpenAsync(account, _context, CancellationToken.None);

        Assert.Equal([Other], (await session.GetScopesAsync("subscription", new RecordingWatchContext(account, session), CancellationToken.None)).Select(scope => scope.Name));
        Assert.Empty(await session.GetScopesAsync("tenant", new RecordingWatchContext(account, session), CancellationToken.None));
        Assert.Equal(0, _azure.CountOf("/subscriptions"));
        Assert.Equal(FakeAzure.ClientId, session.Identity);
    }

    [Fact]
    public async Task Caller_is_identified_by_the_token_and_named_after_the_tenant()
    {
        using var folder = new Support.TemporaryFolder();
        var path = folder.Write("token", FakeAzure.Token());
        _azure.List("/tenants", $$"""{"id":"/tenants/{{FakeAzure.Tenant}}","tenantId":"{{FakeAzure.Tenant}}","displayName":"Contoso Bikes","defaultDomain":"contoso.onmicrosoft.com"}""");
        var account = _azure.Account($"Credential=AccessTokenFile;AccessTokenFile={path}") with { Identifier = "", Name = "" };

        var identified = await _type.IdentifyAsync(account, new FileContext(), CancellationToken.None);

        Assert.Equal((FakeAzure.Tenant, "contoso"), (identified.Identifier, identified.Name));
    }

    [Fact]
    public async Task Caller_that_is_known_is_not_asked_for()
    {
        Assert.Equal("contoso", (await _type.IdentifyAsync(_azure.Account(), _context, CancellationToken.None)).Name);
        Assert.Empty(_azure.TokenRequests);
    }

    // The token ends by the real clock.
    private sealed class FileContext : SecurityMonkey.Plugins.ISessionContext
    {
        private readonly FakeSessionContext _inner = new(ExportFolder.Plugins, []);

        public TimeProvider Time => TimeProvider.System;

        public IReadOnlyList<SecurityMonkey.Plugins.KnownScope> KnownScopes => [];

        public ItemType GetItemType(string itemTypeId) => _inner.GetItemType(itemTypeId);

        public ValueTask<IDisposable> EnterCallAsync(CancellationToken cancellationToken) => _inner.EnterCallAsync(cancellationToken);

        public ValueTask<string> GetSecretAsync(string reference, CancellationToken cancellationToken) => _inner.GetSecretAsync(reference, cancellationToken);

        public void Warn(string message) => _inner.Warn(message);
    }
}
