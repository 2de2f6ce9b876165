using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.Azure.Credentials;

namespace SecurityMonkey.Tests.Providers.Azure;

public sealed class AzureAccountTypeTests
{
    private readonly AzureAccountType _type = new();

    [Fact]
    public void Definition_asks_for_the_tenant_and_the_kind_of_credential()
    {
        var definition = _type.Definition;

        Assert.Equal(("Azure", "Tenant id", true), (definition.Name, definition.IdentifierLabel, definition.IsIdentifierRequired));
        Assert.Equal(["ClientSecretRef", "CertificatePasswordRef"], definition.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.Equal(
            ["CertificatePath", "FederatedTokenFile", "AccessTokenFile", "GraphTokenFile"], definition.Fields.Where(field => field.IsPath).Select(field => field.Name));
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

    [Theory]
    [InlineData("Credential=WorkloadIdentity", "AccountFieldMissing", "-ClientId")]
    [InlineData("Credential=AccessTokenFile", "AccountFieldMissing", "-AccessTokenFile")]
    [InlineData("SubscriptionId=1;ManagementGroup=mg", "AccountFieldInvalid", "-ManagementGroup")]
    [InlineData("ArmEndpoint=management.azure.com", "AccountFieldInvalid", "-ArmEndpoint")]
    [InlineData("ArmEndpoint=http://management.azure.com", "AccountFieldInvalid", "only for this machine")]
    [InlineData("Authority=http://10.0.0.1", "AccountFieldInvalid", "-Authority")]
    [InlineData("GraphEndpoint=https://user@graph.example", "AccountFieldInvalid", "-GraphEndpoint")]
    public void Account_that_could_not_be_read_is_refused(string fields, string errorId, string expected)
    {
        var error = Assert.Throws<SecurityMonkeyException>(() => _type.Validate(Create(fields)));

        Assert.Equal((errorId, ErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Default")]
    [InlineData("ClientId=1;ClientSecretRef=env:SECRET", "ServicePrincipal")]
    [InlineData("ClientId=1;CertificateThumbprint=AB", "ServicePrincipal")]
    [InlineData("ClientId=1;FederatedTokenFile=/token", "WorkloadIdentity")]
    [InlineData("AccessTokenFile=/token", "AccessTokenFile")]
    [InlineData("Credential=AzureCli;ClientId=1;ClientSecretRef=env:SECRET", "AzureCli")]
    public void Kind_of_credential_follows_from_what_is_given(string fields, string kind) => Assert.Equal(kind, CredentialKinds.Of(Create(fields)));

    [Theory]
    [InlineData("", "https://management.azure.com/", "https://login.microsoftonline.com/", "https://graph.microsoft.com/.default")]
    [InlineData("Cloud=USGovernment", "https://management.usgovcloudapi.net/", "https://login.microsoftonline.us/", "https://graph.microsoft.us/.default")]
    [InlineData("Cloud=China", "https://management.chinacloudapi.cn/", "https://login.chinacloudapi.cn/", "https://microsoftgraph.chinacloudapi.cn/.default")]
    [InlineData("ArmEndpoint=https://management.local.azurestack.external;Authority=https://login.local", "https://management.local.azurestack.external/", "https://login.local/", null)]
    public void Cloud_says_where_the_services_are(string fields, string arm, string authority, string? graphScope)
    {
        var cloud = AzureCloud.Of(Create(fields));

        Assert.Equal((arm, authority, graphScope), (cloud.Arm.AbsoluteUri, cloud.Authority.AbsoluteUri, cloud.GraphScopes.FirstOrDefault()));
        Assert.Equal(arm.TrimEnd('/'), cloud.ArmScopes[0].Replace("/.default", "", StringComparison.Ordinal));
    }

    private static Account Create(string fields) => new()
    {
        Name = "tenant",
        Type = "Azure",
        Identifier = "contoso.onmicrosoft.com",
        Fields = fields.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]),
    };
}
