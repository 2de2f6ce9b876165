using System.Text;
using System.Text.Json;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.GitHub;

/// <summary>A call of a watcher document: a GET of the REST API.</summary>
/// <param name="Path">The path below the root of the API, such as <c>/orgs/acme/hooks</c>.</param>
/// <param name="Query">The query.</param>
internal sealed record GitHubCall(string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    private const string PathMember = "path";
    private const string QueryMember = "query";
    private const string PageSizeMember = "per_page";

    // The most that GitHub gives; for calls that are no lists it means nothing.
    private const string LargestPage = "100";

    /// <summary>The members a call can have.</summary>
    public static IReadOnlyList<ApiCallMember> Members { get; } =
    [
        new ApiCallMember(PathMember) { IsRequired = true, IsUrlPath = true },
        new ApiCallMember(QueryMember) { IsStructure = true },
    ];

    /// <summary>Reads a call.</summary>
    /// <exception cref="SecurityMonkeyException">It is not one.</exception>
    public static GitHubCall Parse(string callJson)
    {
        using var document = JsonDocument.Parse(callJson);
        var path = document.RootElement.GetProperty(PathMember).GetString() ?? "";
        if (!path.StartsWith('/') || path.AsSpan(1).IndexOfAny("?#\\") >= 0 || path.Split('/').Skip(1).Any(segment => segment is "" or "." or ".."))
        {
            throw new SecurityMonkeyException(
                "CallInvalid",
                ErrorKind.InvalidData,
                $"'{path}' cannot be called: a path begins with a slash, has no empty part, and no query (that is the member {QueryMember}). Is a name in braces empty?");
        }

        var query = new List<KeyValuePair<string, string>>();
        if (document.RootElement.TryGetProperty(QueryMember, out var members) && members.ValueKind == JsonValueKind.Object)
        {
            query.AddRange(members.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value.ToString())));
        }

        return new GitHubCall(path, query);
    }

    /// <summary>The path of a call whose expressions in braces are not filled in; null where it has none.</summary>
    public static string? TemplateOf(string callJson)
    {
        using var document = JsonDocument.Parse(callJson);
        return document.RootElement.TryGetProperty(PathMember, out var path) ? path.GetString() : null;
    }

    /// <summary>Path and query as they are called.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Path);
        var separator = '?';
        foreach (var (name, value) in Query.Any(member => member.Key is PageSizeMember) ? Query : [.. Query, KeyValuePair.Create(PageSizeMember, LargestPage)])
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }
}
