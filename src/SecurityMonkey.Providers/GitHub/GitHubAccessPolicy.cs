using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>Writes permissions as the manifest of a GitHub App; the same list is to be chosen for a fine-grained token.</summary>
/// <remarks>https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest</remarks>
internal static class GitHubAccessPolicy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the manifest.</summary>
    /// <param name="permissions">The permissions as <c>name=level</c>; of two levels of one name the higher counts.</param>
    public static string Write(IReadOnlyList<string> permissions)
    {
        var levels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var permission in permissions)
        {
            if (permission.Split('=') is [var name, var level] && (!levels.TryGetValue(name, out var known) || RankOf(level) > RankOf(known)))
            {
                levels[name] = level;
            }
        }

        var manifest = new JsonObject
        {
            ["name"] = "SecurityMonkey",
            ["description"] = "Reads the security settings of the organisation for SecurityMonkey.PowerShell.",
            ["url"] = "https://github.com",
            ["public"] = false,
            ["hook_attributes"] = new JsonObject { ["url"] = "https://example.com", ["active"] = false },
            ["default_events"] = new JsonArray(),
            ["default_permissions"] = new JsonObject(levels.Select(level => KeyValuePair.Create<string, JsonNode?>(level.Key, level.Value))),
        };
        return manifest.ToJsonString(Indented);
    }

    private static int RankOf(string level) => level switch
    {
        "admin" => 3,
        "write" => 2,
        _ => 1,
    };
}
