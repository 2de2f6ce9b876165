using System.Globalization;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Azure.Live;

public sealed class AzureSignInTests : IAsyncLifetime
{
    private const string Type = "Microsoft.Network/networkSecurityGroups";
    private const string ItemType = "azure.network.networksecuritygroups";

    private readonly FakeAzure _azure = new();
    private readonly AzureEngine _engine = new();

    public Task InitializeAsync()
    {
        _azure.List(FakeAzure.PathOf(Type), FakeAzure.Resource(Type, "web"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _azure.DisposeAsync();
    }

    [Fact]
    public async Task Service_principal_signs_in_with_the_secret_that_its_reference_names()
    {
        var changeSet = await _engine.WatchOneAsync(_azure.Account(), ItemType);

        Assert.Equal((RunStatus.Complete, 1), (changeSet.Status, changeSet.Created));
        var request = _azure.TokenRequests.First();
        Assert.Contains("grant_type=client_credentials", request.Body, StringComparison.Ordinal);
        Assert.Contains($"client_id={FakeAzure.ClientId}", request.Body, StringComparison.Ordinal);
        Assert.Contains("client_secret=not-a-real-one", request.Body, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString("https://management.loopback.example/.default"), request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-real-one", await File.ReadAllTextAsync(_engine.Folder.PathOf("store.db")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_signs_in_with_an_assertion_instead_of_a_secret()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=test", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var path = _engine.Folder.Write("client.pem", key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());

        var changeSet = await _engine.WatchOneAsync(_azure.Account($"ClientSecretRef=;CertificatePath={path}"), ItemType);

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Contains("client_assertion=", _azure.TokenRequests.First().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Federated_token_is_exchanged()
    {
        var path = _engine.Folder.Write("federated", FakeAzure.Token());

        var changeSet = await _engine.WatchOneAsync(_azure.Account($"Credential=WorkloadIdentity;ClientSecretRef=;FederatedTokenFile={path}"), ItemType);

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Contains("client_assertion=", _azure.TokenRequests.First().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"accessToken":"TOKEN","expiresOn":"2026-11-24 12:00:00.000000","expires_on":END,"tenant":"x","tokenType":"Bearer"}""")]
    [InlineData("""{"Token":"TOKEN"}""")]
    [InlineData("TOKEN\n")]
    public async Task Token_file_is_used_as_it_is(string text)
    {
        var end = _engine.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var token = FakeAzure.Token();
        var path = _engine.Folder.Write("token.json", text.Replace("TOKEN", token, StringComparison.Ordinal).Replace("END", end, StringComparison.Ordinal));

        var changeSet = await _engine.WatchOneAsync(TokenFileAccount(path), ItemType);

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Empty(_azure.TokenRequests);
        Assert.All(_azure.Requests, request => Assert.Equal($"Bearer {token}", request.Header("Authorization")));
    }

    [Theory]
    [InlineData("{\"accessToken\":5}", "AccessTokenInvalid")]
    [InlineData("{\"accessToken\":", "AccessTokenInvalid")]
    [InlineData("this is no token", "AccessTokenInvalid")]
    [InlineData("", "AccessTokenInvalid")]
    [InlineData(null, "AccessTokenUnreadable")]
    public async Task Token_file_that_holds_none_fails_the_account_without_a_word_of_it(string? text, string errorId)
    {
        var path = _engine.Folder.PathOf("token.json");
        if (text is not null)
        {
            _engine.Folder.Write("token.json", text);
        }

        var failure = await FailedAsync(TokenFileAccount(path));

        Assert.Equal((errorId, ErrorKind.AuthenticationFailed), (failure.ErrorId, failure.Kind));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("this is no token", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_token_file_says_how_to_renew_it()
    {
        var path = _engine.Folder.Write("token.json", FakeAzure.Token(_engine.Time.GetUtcNow().AddHours(-1)));

        var failure = await FailedAsync(TokenFileAccount(path));

        Assert.Equal("AccessTokenExpired", failure.ErrorId);
        Assert.Contains("az account get-access-token", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AADSTS7000222: The provided client secret keys for app '1' are expired.", "ClientSecretExpired", "az ad app credential reset")]
    [InlineData("AADSTS7000215: Invalid client secret provided.", "ClientSecretInvalid", "not to its id")]
    [InlineData("AADSTS90002: Tenant 'x' not found.", "TenantNotFound", "-Identifier")]
    [InlineData("AADSTS700016: Application with identifier '1' was not found in the directory 'x'.", "ApplicationNotFound", "-ClientId")]
    [InlineData("AADSTS99999: Something else.", "AuthenticationFailed", "AADSTS99999")]
    public async Task Sign_in_that_is_refused_fails_the_account_and_deletes_nothing(string description, string errorId, string expected)
    {
        await _engine.WatchOneAsync(_azure.Account(), ItemType);
        _azure.On($"/{FakeAzure.Tenant}/oauth2/v2.0/token", new WireResponse(401, $$"""{"error":"invalid_client","error_description":"{{description}} Trace ID: 1","error_codes":[1]}"""));

        var failure = await FailedAsync(_azure.Account());

        Assert.Equal((errorId, ErrorKind.AuthenticationFailed, ""), (failure.ErrorId, failure.Kind, failure.Scope));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Trace ID", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-real-one", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ItemState.Active, Assert.Single(await _engine.ItemsAsync()).State);
    }

    [Fact]
    public async Task Missing_secret_fails_the_account()
    {
        var failure = await FailedAsync(_azure.Account("ClientSecretRef=env:SM_TEST_NOT_SET"));

        Assert.Equal(("SecretNotFound", ErrorKind.NotFound), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Token_that_resource_manager_does_not_take_fails_the_account()
    {
        _azure.On("/subscriptions", FakeAzure.Error(401, "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer."));

        var failure = await FailedAsync(_azure.Account());

        Assert.Equal(("AuthenticationFailed", ErrorKind.AuthenticationFailed), (failure.ErrorId, failure.Kind));
        Assert.Contains("tenant", failure.Message, StringComparison.Ordinal);
    }

    private Account TokenFileAccount(string path) => _azure.Account($"Credential=AccessTokenFile;ClientId=;ClientSecretRef=;AccessTokenFile={path}");

    private async Task<ScopeFailure> FailedAsync(Account account)
    {
        var changeSet = Assert.Single(await _engine.WatchAsync(account, ItemType));
        Assert.Equal((RunStatus.Failed, 0), (changeSet.Status, changeSet.Deleted));
        return Assert.Single(changeSet.Failures);
    }
}
