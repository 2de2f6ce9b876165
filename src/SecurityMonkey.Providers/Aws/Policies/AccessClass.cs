namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>How well those are known whom a policy lets in; the higher, the worse.</summary>
internal enum AccessClass
{
    /// <summary>The account that owns the resource.</summary>
    SameAccount,

    /// <summary>Another account of the store that is ours.</summary>
    Friendly,

    /// <summary>An account of the store that is a third party's.</summary>
    ThirdParty,

    /// <summary>A service of AWS, or one of AWS's own accounts.</summary>
    AwsService,

    /// <summary>Somebody who may be one of ours: what would tell was not read.</summary>
    Undetermined,

    /// <summary>An account, a network, an organisation or an identity provider that nobody knows.</summary>
    Unknown,

    /// <summary>Anybody.</summary>
    Internet,
}
