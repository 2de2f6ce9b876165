namespace SecurityMonkey.Tests.Providers.Azure.Live;

/// <summary>Accounts of the services on the loopback address.</summary>
internal static class FakeAzureAccount
{
    /// <summary>An account of it that signs in as a service principal.</summary>
    public static Account Account(this FakeAzure azure, string fields = "") => new()
    {
        Name = "contoso",
        Type = "Azure",
        Identifier = FakeAzure.Tenant,
        Fields = new Dictionary<string, string>
        {
            ["Credential"] = "ServicePrincipal",
            ["ClientId"] = FakeAzure.ClientId,
            ["ClientSecretRef"] = $"env:{FakeAzure.SecretVariable}",
            ["Authority"] = azure.Root,
            ["ArmEndpoint"] = azure.Root,
            ["ArmAudience"] = "https://management.loopback.example",
            ["GraphEndpoint"] = azure.Root + "/graph",
        }
        .Concat(fields.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])))
        .GroupBy(field => field.Key).Where(group => group.Last().Value.Length > 0)
        .ToDictionary(group => group.Key, group => group.Last().Value),
    };
}
