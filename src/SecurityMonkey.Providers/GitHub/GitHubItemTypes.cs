using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>The item types of GitHub, and how an object's own address tells which of them it is.</summary>
internal static partial class GitHubItemTypes
{
    private static readonly ItemType Repository = new("github.repository", "GitHub repository")
    {
        Aliases = ["githubrepo"],
        UnorderedPaths = ["topics"],
        EphemeralPaths =
        [
            "pushed_at?", "updated_at?", "size?", "stargazers_count?", "watchers_count?", "watchers?", "forks_count?", "forks?", "open_issues_count?",
            "open_issues?", "subscribers_count?", "network_count?", "temp_clone_token?", "score?",

            // What the one who asked may do there says nothing of the repository.
            "permissions?",
        ],
        SecretPaths = ["temp_clone_token"],
    };

    private static readonly ItemType Organization = new("github.organization", "GitHub organisation")
    {
        Aliases = ["githuborg"],
        EphemeralPaths =
        [
            "updated_at?", "public_repos?", "public_gists?", "followers?", "following?", "total_private_repos?", "owned_private_repos?", "private_gists?",
            "disk_usage?", "collaborators?", "plan.filled_seats?", "plan.space?", "plan.private_repos?",
        ],
    };

    private static readonly ItemType Team = new("github.team", "GitHub team") { Aliases = ["githubteam"], EphemeralPaths = ["updated_at?", "members_count?", "repos_count?"] };

    private static readonly ItemType Webhook = new("github.webhook", "GitHub webhook")
    {
        UnorderedPaths = ["events"],
        EphemeralPaths = ["last_response?", "updated_at?"],
        SecretPaths = ["config.secret"],
    };

    private static readonly ItemType OrganizationWebhook = new("github.organizationwebhook", "GitHub organisation webhook")
    {
        UnorderedPaths = ["events"],
        EphemeralPaths = ["last_response?", "updated_at?"],
        SecretPaths = ["config.secret"],
    };

    private static readonly ItemType DeployKey = new("github.deploykey", "GitHub deploy key") { EphemeralPaths = ["last_used?"] };

    private static readonly ItemType BranchProtection = new("github.branchprotection", "GitHub branch protection");

    private static readonly ItemType Environment = new("github.environment", "GitHub environment") { EphemeralPaths = ["updated_at?"] };

    private static readonly ItemType CodeSecurityConfiguration = new("github.codesecurityconfiguration", "GitHub code security configuration") { EphemeralPaths = ["updated_at?"] };

    private static readonly ItemType User = new("github.user", "GitHub user") { EphemeralPaths = ["avatar_url?", "gravatar_id?"] };

    // The address of an object, below the root of the API. The first that matches counts.
    private static readonly (Regex Address, ItemType ItemType)[] Addresses =
    [
        (RepositoryHook(), Webhook),
        (OrganizationHook(), OrganizationWebhook),
        (RepositoryKey(), DeployKey),
        (RepositoryBranchProtection(), BranchProtection),
        (RepositoryEnvironment(), Environment),
        (OrganizationSecurityConfiguration(), CodeSecurityConfiguration),
        (OrganizationTeam(), Team),
        (RepositoryAddress(), Repository),
        (OrganizationAddress(), Organization),
        (UserAddress(), User),
    ];

    /// <summary>All item types.</summary>
    public static IReadOnlyList<ItemType> All { get; } =
    [
        Repository, Organization, Team, Webhook, OrganizationWebhook, DeployKey, BranchProtection, Environment, CodeSecurityConfiguration, User,
    ];

    /// <summary>The item type and the native id of an object.</summary>
    /// <param name="url">Its own address in the API: the member <c>url</c>.</param>
    /// <returns>The item type, and the path below the root of the API, such as <c>repos/acme/web</c>; null where the address is of nothing known.</returns>
    public static (ItemType ItemType, string NativeId)? Find(string url)
    {
        if (PathOf(url) is { } path)
        {
            foreach (var (address, itemType) in Addresses)
            {
                if (address.IsMatch(path))
                {
                    return (itemType, path);
                }
            }
        }

        return null;
    }

    private static string? PathOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return null;
        }

        var path = uri.AbsolutePath.Trim('/');
        const string EnterprisePrefix = "api/v3/";
        return path.StartsWith(EnterprisePrefix, StringComparison.Ordinal) ? path[EnterprisePrefix.Length..]
            : uri.Host.StartsWith("api.", StringComparison.OrdinalIgnoreCase) ? path
            : null;
    }

    [GeneratedRegex(@"\Arepos/[^/]+/[^/]+/hooks/[0-9]+\z")]
    private static partial Regex RepositoryHook();

    [GeneratedRegex(@"\Aorgs/[^/]+/hooks/[0-9]+\z")]
    private static partial Regex OrganizationHook();

    [GeneratedRegex(@"\Arepos/[^/]+/[^/]+/keys/[0-9]+\z")]
    private static partial Regex RepositoryKey();

    [GeneratedRegex(@"\Arepos/[^/]+/[^/]+/branches/.+/protection\z")]
    private static partial Regex RepositoryBranchProtection();

    [GeneratedRegex(@"\Arepos/[^/]+/[^/]+/environments/[^/]+\z")]
    private static partial Regex RepositoryEnvironment();

    [GeneratedRegex(@"\Aorgs/[^/]+/code-security/configurations/[0-9]+\z")]
    private static partial Regex OrganizationSecurityConfiguration();

    [GeneratedRegex(@"\A(organizations/[0-9]+/team/[0-9]+|teams/[0-9]+|orgs/[^/]+/teams/[^/]+)\z")]
    private static partial Regex OrganizationTeam();

    [GeneratedRegex(@"\Arepos/[^/]+/[^/]+\z")]
    private static partial Regex RepositoryAddress();

    [GeneratedRegex(@"\Aorgs/[^/]+\z")]
    private static partial Regex OrganizationAddress();

    [GeneratedRegex(@"\Ausers/[^/]+\z")]
    private static partial Regex UserAddress();
}
