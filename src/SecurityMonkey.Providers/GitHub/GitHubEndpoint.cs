namespace SecurityMonkey.Providers.GitHub;

/// <summary>Where the API of GitHub is: github.com, a data-residency host (ghe.com) or an enterprise server.</summary>
/// <param name="Root">The root of the REST API, without a slash at the end, such as <c>https://api.github.com</c>.</param>
internal sealed record GitHubEndpoint(Uri Root)
{
    /// <summary>The field that names another root.</summary>
    public const string Field = "BaseUrl";

    private static readonly Uri Public = new("https://api.github.com");

    /// <summary>The environment variables that hold a token where the account names none, in their order: those of the GitHub CLI.</summary>
    public IReadOnlyList<string> TokenVariables
        => IsCloud ? ["GH_TOKEN", "GITHUB_TOKEN"] : ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"];

    // A token for github.com is never sent to somebody's own server.
    private bool IsCloud => Root.Host.Equals(Public.Host, StringComparison.OrdinalIgnoreCase) || Root.Host.EndsWith(".ghe.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>The endpoint of an account.</summary>
    /// <exception cref="SecurityMonkeyException">The address cannot be one.</exception>
    public static GitHubEndpoint Of(Account account)
    {
        if (account.GetField(Field) is not { } text)
        {
            return new GitHubEndpoint(Public);
        }

        // Without encryption a token would be readable on its way, so that is for this machine only.
        var isUsable = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri is { Query: "", Fragment: "", UserInfo: "" };
        return isUsable
            ? new GitHubEndpoint(new Uri(uri!.GetLeftPart(UriPartial.Path).TrimEnd('/')))
            : throw new SecurityMonkeyException(
                "AccountFieldInvalid",
                ErrorKind.InvalidArgument,
                $"-{Field} cannot be '{text}'; it takes an address such as https://github.example.com/api/v3.")
            {
                Target = account.Name,
            };
    }

    /// <summary>The address of a path below the root.</summary>
    /// <param name="path">The path, with a slash before it.</param>
    public Uri Resolve(string path) => new(Root.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <summary>Whether an address that an answer names belongs to this API: a token goes nowhere else.</summary>
    public bool Owns(Uri address)
        => Uri.Compare(Root, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            && address.AbsolutePath.StartsWith(Root.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal)
            && address.UserInfo.Length == 0;
}
