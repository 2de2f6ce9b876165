namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Who somebody is.</summary>
/// <param name="Kind">What he is. <see cref="PrincipalKind.Everyone"/> is somebody without credentials.</param>
/// <param name="Text">An ARN, a number, a service: what policies call him.</param>
/// <param name="Account">The number of his account, or null.</param>
/// <param name="Values">The keys of conditions he sets.</param>
internal sealed record RequesterIdentity(PrincipalKind Kind, string Text, string? Account, IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    /// <summary>The number of an account that nobody knows.</summary>
    public const string Stranger = "999999999991";

    /// <summary>The organisation he is of, where that is all that is known of him.</summary>
    public string? Organization { get; init; }

    /// <summary>The resource for which a service asks; null where there is none.</summary>
    public string? Source { get; init; }

    /// <summary>Whether nobody knows him: he has no credentials, or those of an account that nobody named.</summary>
    public bool IsStranger => Organization is null && (Kind == PrincipalKind.Everyone || string.Equals(Account, Stranger, StringComparison.Ordinal));
}
