namespace SecurityMonkey.Providers.Aws;

/// <summary>The names of the custom fields of AWS accounts.</summary>
internal static class AwsFields
{
    /// <summary>The role to assume, by name or ARN.</summary>
    public const string RoleName = nameof(RoleName);

    /// <summary>The external id that the role asks for.</summary>
    public const string ExternalId = nameof(ExternalId);

    /// <summary>The name of the sessions of the role.</summary>
    public const string SessionName = nameof(SessionName);

    /// <summary>The profile to start from.</summary>
    public const string Profile = nameof(Profile);

    /// <summary>The partition.</summary>
    public const string Partition = nameof(Partition);

    /// <summary>The region that is asked what there is to ask once.</summary>
    public const string HomeRegion = nameof(HomeRegion);

    /// <summary>The address of all services.</summary>
    public const string EndpointUrl = nameof(EndpointUrl);
}
