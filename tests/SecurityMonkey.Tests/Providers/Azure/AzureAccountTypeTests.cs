using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Azure;

public sealed class AzureAccountTypeTests
{
    private readonly AzureAccountType _type = new();

    [Fact]
    public void Definition_asks_for_the_tenant_and_the_kind_of_credential()
    {
        var definition = _type.Definition;

        Assert.Equal(("Azure", "Tenant id", true), (definition.Name, definition.IdentifierLabel, definition.IsIdentifierRequired));
        Assert.Equal(
            ["SubscriptionId", "ManagementGroup", "Credential", "ClientId", "ClientSecretRef", "AccessTokenFile", "Cloud"],
            definition.Fields.Select(field => field.Name));
        Assert.Equal(["ClientSecretRef"], definition.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.Equal(["AccessTokenFile"], definition.Fields.Where(field => field.IsPath).Select(field => field.Name));
        Assert.Contains("ServicePrincipal", definition.Fields.Single(field => field.Name == "Credential").AllowedValues);
        Assert.Equal(["Public", "USGovernment", "China"], definition.Fields.Single(field => field.Name == "Cloud").AllowedValues);
        Assert.All(definition.Fields, field => Assert.False(field.IsRequired || field.ToolTip.Length == 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Credential=AzureCli")]
    [InlineData("Credential=ServicePrincipal;ClientId=1;ClientSecretRef=env:SECRET")]
    [InlineData("ClientId=1")]
    public void Account_with_what_its_credential_needs_is_accepted(string fields) => _type.Validate(Create(fields));

    [Theory]
    [InlineData("Credential=ServicePrincipal")]
    [InlineData("Credential=ServicePrincipal;ClientId=1")]
    [InlineData("Credential=ServicePrincipal;ClientSecretRef=env:SECRET")]
    public void Service_principal_needs_client_id_and_secret(string fields)
    {
        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(fields)));

        Assert.Equal(("AccountFieldMissing", ErrorKind.InvalidArgument, "tenant"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("-ClientId and -ClientSecretRef", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_cannot_yet_be_read_over_the_network()
    {
        var error = await Assert.ThrowsAsync<SecurityMonkeyException>(
            async () => await _type.OpenAsync(Create(""), new FakeSessionContext(ExportFolder.Plugins, []), CancellationToken.None));

        Assert.Equal(("LiveCollectionNotAvailable", ErrorKind.NotSupported, "tenant"), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("Azure account 'tenant'", error.Message, StringComparison.Ordinal);
        Assert.Contains("az graph query", error.Message, StringComparison.Ordinal);
        Assert.Contains("Add-SMAccount -Type Export -Path", error.Message, StringComparison.Ordinal);
    }

    private static Account Create(string fields) => new()
    {
        Name = "tenant",
        Type = "Azure",
        Identifier = "contoso.onmicrosoft.com",
        Fields = fields.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]),
    };
}
