using System.Text.RegularExpressions;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>The permissions of fine-grained tokens and GitHub Apps that calls need, in the words of the header <c>X-Accepted-GitHub-Permissions</c>.</summary>
/// <remarks>https://docs.github.com/rest/authentication/permissions-required-for-github-apps</remarks>
internal static partial class GitHubPermissions
{
    private const string Metadata = "metadata=read";

    // What stands behind /orgs/{org}/. The first that the path begins with counts.
    private static readonly (string Prefix, string Permission)[] OfOrganization =
    [
        ("actions/permissions", "organization_administration=read"),
        ("actions/secrets", "organization_secrets=read"),
        ("actions/runner", "organization_self_hosted_runners=read"),
        ("dependabot/secrets", "organization_dependabot_secrets=read"),
        ("hooks", "organization_hooks=read"),
        ("rulesets", "organization_administration=write"),
        ("members", "members=read"),
        ("memberships", "members=read"),
        ("outside_collaborators", "members=read"),
        ("teams", "members=read"),
        ("repos", Metadata),
        ("organization-roles", "organization_custom_org_roles=read"),
        ("personal-access-token", "organization_personal_access_tokens=read"),
        ("", "organization_administration=read"),
    ];

    // What stands behind /repos/{owner}/{repo}/.
    private static readonly (string Prefix, string Permission)[] OfRepository =
    [
        ("actions/permissions", "administration=read"),
        ("actions/runners", "administration=read"),
        ("actions/secrets", "secrets=read"),
        ("actions/variables", "variables=read"),
        ("actions/", "actions=read"),
        ("dependabot/secrets", "dependabot_secrets=read"),
        ("dependabot/alerts", "vulnerability_alerts=read"),
        ("environments", "actions=read"),
        ("hooks", "repository_hooks=read"),
        ("contents", "contents=read"),
        ("codeowners", "contents=read"),
        ("commits", "contents=read"),
        ("git/", "contents=read"),
        ("branches/*/protection", "administration=read"),
        ("branches", "contents=read"),
        ("rules", Metadata),
        ("collaborators", Metadata),
        ("code-scanning/alerts", "security_events=read"),
        ("secret-scanning", "secret_scanning_alerts=read"),
        ("keys", "administration=read"),
        ("teams", "administration=read"),
        ("vulnerability-alerts", "administration=read"),
        ("automated-security-fixes", "administration=read"),
        ("private-vulnerability-reporting", "administration=read"),
        ("immutable-releases", "administration=read"),
        ("code-scanning/default-setup", "administration=read"),
    ];

    /// <summary>The permissions that a call needs, as far as its path tells.</summary>
    /// <param name="path">The path, with or without expressions in braces.</param>
    public static IReadOnlyList<string> Of(string path)
    {
        var parts = Braces().Replace(path, "*").Trim('/').Split('/');
        return parts switch
        {
            ["orgs", _, .. var rest] => [Find(OfOrganization, rest) ?? Metadata],

            // {parent.full_name} holds owner and name, {owner}/{repo} are two.
            ["repos", "*", "*", .. var rest] => [Find(OfRepository, rest) ?? Metadata],
            ["repos", "*", .. var rest] => [Find(OfRepository, rest) ?? Metadata],
            ["repos", _, _, .. var rest] => [Find(OfRepository, rest) ?? Metadata],
            ["organizations", _, "team", ..] or ["teams", ..] => ["members=read"],
            ["enterprises", ..] => ["enterprise_administration=read"],
            _ => [],
        };
    }

    private static string? Find((string Prefix, string Permission)[] table, string[] rest)
    {
        var path = string.Join('/', rest);
        return table.Where(entry => path.StartsWith(entry.Prefix, StringComparison.Ordinal)).Select(entry => entry.Permission).FirstOrDefault();
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Braces();
}
