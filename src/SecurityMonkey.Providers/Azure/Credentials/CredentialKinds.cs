namespace SecurityMonkey.Providers.Azure.Credentials;

/// <summary>The ways to sign in, as the field <see cref="AzureFields.Credential"/> names them.</summary>
internal static class CredentialKinds
{
    public const string Default = nameof(Default);
    public const string AzureCli = nameof(AzureCli);
    public const string AzurePowerShell = nameof(AzurePowerShell);
    public const string ManagedIdentity = nameof(ManagedIdentity);
    public const string ServicePrincipal = nameof(ServicePrincipal);
    public const string WorkloadIdentity = nameof(WorkloadIdentity);
    public const string DeviceCode = nameof(DeviceCode);
    public const string Browser = nameof(Browser);
    public const string AccessTokenFile = nameof(AccessTokenFile);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Default, AzureCli, AzurePowerShell, ManagedIdentity, ServicePrincipal, WorkloadIdentity, DeviceCode, Browser, AccessTokenFile];

    /// <summary>The way an account signs in: the one it names, or the one its other fields are for.</summary>
    public static string Of(Account account)
        => account.GetField(AzureFields.Credential)
            ?? (Has(account, AzureFields.AccessTokenFile) ? AccessTokenFile
                : Has(account, AzureFields.ClientSecretRef) || HasCertificate(account) ? ServicePrincipal
                : Has(account, AzureFields.FederatedTokenFile) ? WorkloadIdentity
                : Default);

    /// <summary>Checks that an account has what its way to sign in needs.</summary>
    /// <exception cref="SecurityMonkeyException">Something is missing.</exception>
    public static void Validate(Account account)
    {
        switch (Of(account))
        {
            case ServicePrincipal when !Has(account, AzureFields.ClientId) || (!Has(account, AzureFields.ClientSecretRef) && !HasCertificate(account)):
                throw Missing(account, "signs in as a service principal and so needs -ClientId and -ClientSecretRef (or -CertificatePath, or -CertificateThumbprint)");
            case WorkloadIdentity when !Has(account, AzureFields.ClientId):
                throw Missing(account, "signs in as a workload identity and so needs -ClientId");
            case AccessTokenFile when !Has(account, AzureFields.AccessTokenFile):
                throw Missing(account, "signs in with an access token and so needs -AccessTokenFile");
        }
    }

    private static bool HasCertificate(Account account) => Has(account, AzureFields.CertificatePath) || Has(account, AzureFields.CertificateThumbprint);

    private static bool Has(Account account, string field) => !string.IsNullOrEmpty(account.GetField(field));

    private static SecurityMonkeyException Missing(Account account, string what)
        => new("AccountFieldMissing", ErrorKind.InvalidArgument, $"The Azure account '{account.Name}' {what}.")
        {
            Target = account.Name,
        };
}
