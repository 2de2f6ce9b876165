namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>The kinds of principals a policy can name.</summary>
internal enum PrincipalKind
{
    /// <summary>Everybody: <c>*</c>.</summary>
    Everyone,

    /// <summary>All of an account, by number or by the ARN of its root.</summary>
    Account,

    /// <summary>A role, a user or a session, by ARN.</summary>
    Identity,

    /// <summary>A service of AWS.</summary>
    Service,

    /// <summary>Those whom an identity provider vouches for.</summary>
    Federated,

    /// <summary>The owner of a canonical id.</summary>
    CanonicalUser,

    /// <summary>The unique id of an identity that was deleted: nobody.</summary>
    Deleted,
}
