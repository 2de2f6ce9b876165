namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Identity providers in the trust of roles.</summary>
internal static class FederatedAccess
{
    // Providers that vouch for anybody who signs up, and the claim that tells their users apart.
    private static readonly string[] Public =
    [
        "token.actions.githubusercontent.com", "gitlab.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com", "cognito-identity.amazonaws.com",
        "app.terraform.io", "oidc.circleci.com", "agent.buildkite.com", "api.bitbucket.org",
    ];

    private static readonly string[] AudienceIsEnough = ["accounts.google.com", "graph.facebook.com", "www.amazon.com", "cognito-identity.amazonaws.com"];

    /// <summary>The host of a provider: of an ARN such as <c>arn:aws:iam::123:oidc-provider/host/path</c>, or the name itself.</summary>
    public static string HostOf(string provider)
    {
        var at = provider.IndexOf("oidc-provider/", StringComparison.Ordinal);
        return at < 0 ? provider : provider[(at + "oidc-provider/".Length)..];
    }

    /// <summary>Whether a provider is set up in an account, and not one of those that everybody can name.</summary>
    public static bool IsOwnProvider(string provider) => Arn.AccountOf(provider) is { Length: > 0 };

    /// <summary>Whether everybody whom a provider vouches for is let in, and that is everybody who likes.</summary>
    public static bool IsOpen(PolicyStatement statement, string provider)
    {
        var host = HostOf(provider);
        var known = Public.FirstOrDefault(name => host.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return known is not null && !statement.Conditions.Any(condition =>
            !condition.IsNegated
            && !condition.IsIfExists
            && !condition.IsForAllValues
            && condition.Key.StartsWith(known, StringComparison.OrdinalIgnoreCase)
            && (AudienceIsEnough.Contains(known, StringComparer.Ordinal) || !condition.Key.EndsWith(":aud", StringComparison.OrdinalIgnoreCase))
            && condition.Values.All(NamesSomebody));
    }

    // "repo:*" and "*" name everybody; "repo:acme/*" and "repo:acme/web:*" name those of acme.
    private static bool NamesSomebody(string value)
    {
        var fixedPart = value.Split('*', '?')[0];
        return fixedPart.Length > 0 && fixedPart.IndexOf(':', StringComparison.Ordinal) != fixedPart.Length - 1;
    }
}
