using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityMonkey.Tests.Support;

/// <summary>
/// GitHub's REST API on the loopback address: pages, validators and quota as GitHub has them, and whatever else a test sets. It starts
/// as the organisation "acme" with the repositories "web" and "api".
/// </summary>
public sealed class FakeGitHub : IAsyncDisposable
{
    private const string Api = "https://api.github.com";

    private readonly LoopbackServer _server;
    private readonly ConcurrentDictionary<string, Func<WireRequest, WireResponse>> _answers = new(StringComparer.Ordinal);
    private int _quotaUsed;

    public FakeGitHub()
    {
        _server = new LoopbackServer(Answer);
        Set("/user", """{"login":"monitor","id":9}""");
        AddOrganization();
        AddRepository("web", isPublic: true);
        AddRepository("api", isPublic: false);
    }

    /// <summary>The root of the API.</summary>
    public string Url => _server.Root.GetLeftPart(UriPartial.Authority) + Prefix;

    /// <summary>What stands before every path, as on an enterprise server.</summary>
    public string Prefix { get; init; } = "";

    public IReadOnlyCollection<WireRequest> Requests => _server.Requests;

    /// <summary>How many answers would have cost quota: all but 304.</summary>
    public int QuotaUsed => _quotaUsed;

    /// <summary>How many elements a page has.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>The only token that is accepted; empty accepts all.</summary>
    public string Token { get; set; } = "";

    public void Clear()
    {
        _server.Requests.Clear();
        _quotaUsed = 0;
    }

    /// <summary>Sets the answer of a path; with a query, for exactly that query (without the size of a page).</summary>
    public FakeGitHub Set(string path, string json) => On(path, _ => new WireResponse(200, json));

    /// <summary>Sets a refusal.</summary>
    public FakeGitHub Fail(string path, int status, string message, params (string Name, string Value)[] headers)
        => On(path, _ => new WireResponse(status, new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" }.ToJsonString())
        {
            Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
        });

    public FakeGitHub On(string path, Func<WireRequest, WireResponse> answer)
    {
        _answers[path] = answer;
        return this;
    }

    /// <summary>Sets answers one after the other; the last one stays.</summary>
    public FakeGitHub Sequence(string path, params WireResponse[] responses)
    {
        var next = -1;
        return On(path, _ => responses[Math.Min(Interlocked.Increment(ref next), responses.Length - 1)]);
    }

    /// <summary>Changes a member of an answer.</summary>
    public FakeGitHub Change(string path, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(_answers[path](new WireRequest("GET", path, new Dictionary<string, string>())).Body)!;
        change(node);
        return Set(path, node.ToJsonString());
    }

    public void Remove(string path) => _answers.TryRemove(path, out _);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private WireResponse Answer(WireRequest request)
    {
        var target = request.Target.StartsWith(Prefix, StringComparison.Ordinal) ? request.Target[Prefix.Length..] : "/outside" + request.Target;
        var query = target.Contains('?', StringComparison.Ordinal) ? target.Split('?')[1].Split('&') : [];
        var path = target.Split('?')[0];
        var page = query.Where(member => member.StartsWith("page=", StringComparison.Ordinal)).Select(member => int.Parse(member[5..], CultureInfo.InvariantCulture)).FirstOrDefault(1);
        var filter = string.Join('&', query.Where(member => !member.StartsWith("page=", StringComparison.Ordinal) && !member.StartsWith("per_page=", StringComparison.Ordinal)));
        var response = Token.Length > 0 && request.Header("Authorization") != "Bearer " + Token
            ? new WireResponse(401, """{"message":"Bad credentials"}""")
            : _answers.TryGetValue(filter.Length > 0 ? path + "?" + filter : path, out var exact) ? exact(request)
            : _answers.TryGetValue(path, out var answer) ? answer(request)
            : new WireResponse(404, """{"message":"Not Found","status":"404"}""");
        response = response.Status == 200 ? Validate(request, CutPage(path, filter, page, response)) : response;
        if (response.Status != 304)
        {
            Interlocked.Increment(ref _quotaUsed);
        }

        return response;
    }

    private WireResponse CutPage(string path, string filter, int page, WireResponse response)
    {
        if (!response.Body.StartsWith('[') || JsonNode.Parse(response.Body) is not JsonArray list || list.Count <= PageSize)
        {
            return response;
        }

        var elements = list.Skip((page - 1) * PageSize).Take(PageSize).Select(element => element!.DeepClone());
        var result = response with { Body = new JsonArray([.. elements]).ToJsonString(), Headers = new Dictionary<string, string>(response.Headers, StringComparer.OrdinalIgnoreCase) };
        if (page * PageSize < list.Count)
        {
            var rest = filter.Length > 0 ? filter + "&" : "";
            result.Headers["Link"] = string.Create(
                CultureInfo.InvariantCulture, $"<{Url}{path}?{rest}page={page + 1}>; rel=\"next\", <{Url}{path}?{rest}page={(list.Count + PageSize - 1) / PageSize}>; rel=\"last\"");
        }

        return result;
    }

    private static WireResponse Validate(WireRequest request, WireResponse response)
    {
        var etag = "W/\"" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(response.Body)))[..32] + "\"";
        response.Headers["ETag"] = etag;
        return request.Header("If-None-Match") == etag ? new WireResponse(304) { Headers = { ["ETag"] = etag } } : response;
    }

    private void AddOrganization()
    {
        Set("/orgs/acme", $$"""{"login":"acme","id":7,"url":"{{Api}}/orgs/acme","name":"Acme, Inc.","type":"Organization","two_factor_requirement_enabled":true,"public_repos":1}""");
        Set("/orgs/acme/members?role=admin", User("alice"));
        Set("/orgs/acme/members?role=member", User("bob"));
        Set("/orgs/acme/members?filter=2fa_disabled", User("bob"));
        Set("/orgs/acme/outside_collaborators", User("carol"));
        Set("/orgs/acme/outside_collaborators?filter=2fa_disabled", "[]");
        Set("/orgs/acme/actions/permissions", """{"enabled_repositories":"all","allowed_actions":"selected"}""");
        Set("/orgs/acme/actions/permissions/selected-actions", """{"github_owned_allowed":true,"verified_allowed":false,"patterns_allowed":["acme/*"]}""");
        Set("/orgs/acme/actions/permissions/workflow", """{"default_workflow_permissions":"read","can_approve_pull_request_reviews":false}""");
        Set("/orgs/acme/actions/secrets", """{"total_count":1,"secrets":[{"name":"DEPLOY_KEY","visibility":"all","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}]}""");
        Set("/orgs/acme/dependabot/secrets", """{"total_count":0,"secrets":[]}""");
        Set("/orgs/acme/teams", $$"""[{"id":3,"name":"Ops","slug":"ops","privacy":"closed","url":"{{Api}}/organizations/7/team/3"}]""");
        Set("/orgs/acme/teams/ops/members?role=maintainer", User("alice"));
        Set("/orgs/acme/teams/ops/members?role=member", User("bob"));
        Set("/orgs/acme/teams/ops/repos", """[{"full_name":"acme/web","role_name":"admin"}]""");
        Set("/orgs/acme/hooks", $$"""[{"type":"Organization","id":6,"name":"web","active":true,"events":["push"],"config":{"url":"https://ci.example.com","content_type":"json","secret":"********"},"url":"{{Api}}/orgs/acme/hooks/6"}]""");
        Set("/orgs/acme/installations", """{"total_count":1,"installations":[{"id":11,"app_slug":"ci-app","permissions":{"contents":"write"},"events":["push"],"repository_selection":"all"}]}""");
        Set("/orgs/acme/rulesets", """[{"id":21,"name":"main","target":"branch","enforcement":"active"}]""");
        Set("/orgs/acme/rulesets/21", """{"id":21,"name":"main","target":"branch","enforcement":"active","bypass_actors":[],"rules":[{"type":"non_fast_forward"}]}""");
        Set("/orgs/acme/code-security/configurations", $$"""[{"id":31,"name":"baseline","secret_scanning":"enabled","url":"{{Api}}/orgs/acme/code-security/configurations/31"}]""");
        Set("/orgs/acme/actions/runners", """{"total_count":2,"runners":[{"id":41,"name":"build-1","os":"linux","status":"online","busy":false,"labels":[{"name":"self-hosted"}],"ephemeral":false},{"id":42,"name":"job-9","os":"linux","status":"online","busy":true,"labels":[],"ephemeral":true}]}""");
        Set("/orgs/acme/actions/runner-groups", """{"total_count":1,"runner_groups":[{"id":51,"name":"Default","visibility":"selected","allows_public_repositories":false}]}""");
        Set("/orgs/acme/actions/runner-groups/51/repositories", """{"total_count":1,"repositories":[{"full_name":"acme/web"}]}""");
        Set("/orgs/acme/repos", "[]");
    }

    public void AddRepository(string name, bool isPublic)
    {
        var root = "/repos/acme/" + name;
        var repository = $$"""{"id":{{name.Length}},"name":"{{name}}","full_name":"acme/{{name}}","private":{{(isPublic ? "false" : "true")}},"visibility":"{{(isPublic ? "public" : "private")}}","archived":false,"default_branch":"main","url":"{{Api}}{{root}}","stargazers_count":5,"pushed_at":"2026-01-01T00:00:00Z"}""";
        Change("/orgs/acme/repos", list => list.AsArray().Add(JsonNode.Parse(repository)));
        Set(root, repository[..^1] + ""","delete_branch_on_merge":true,"security_and_analysis":{"secret_scanning":{"status":"enabled"}},"permissions":{"admin":true}}""");
        Set(root + "/branches/main/protection", $$$"""{"url":"{{{Api}}}{{{root}}}/branches/main/protection","enforce_admins":{"enabled":true},"allow_force_pushes":{"enabled":false}}""");
        Set(root + "/rules/branches/main", """[{"type":"non_fast_forward","ruleset_source_type":"Organization","ruleset_source":"acme","ruleset_id":21}]""");
        Set(root + "/rulesets", """[{"id":21,"name":"main","target":"branch","source_type":"Organization","source":"acme","enforcement":"active"}]""");
        Set(root + "/rulesets?includes_parents=false", "[]");
        Set(root + "/collaborators?affiliation=direct", """[{"login":"alice","role_name":"admin"}]""");
        Set(root + "/collaborators?affiliation=outside", """[{"login":"carol","role_name":"write"}]""");
        Set(root + "/teams", """[{"slug":"ops","permission":"admin"}]""");
        Set(root + "/actions/permissions", """{"enabled":true,"allowed_actions":"all"}""");
        Set(root + "/actions/permissions/workflow", """{"default_workflow_permissions":"write","can_approve_pull_request_reviews":false}""");
        Set(root + "/actions/secrets", """{"total_count":1,"secrets":[{"name":"NPM_TOKEN","updated_at":"2026-01-01T00:00:00Z"}]}""");
        Set(root + "/dependabot/secrets", """{"total_count":0,"secrets":[]}""");
        Set(root + "/actions/runners", """{"total_count":0,"runners":[]}""");
        On(root + "/vulnerability-alerts", _ => new WireResponse(204));
        Set(root + "/automated-security-fixes", """{"enabled":true,"paused":false}""");
        Set(root + "/private-vulnerability-reporting", """{"enabled":true}""");
        Set(root + "/code-scanning/default-setup", """{"state":"configured","languages":["csharp"],"query_suite":"default"}""");
        Set(root + "/codeowners/errors", """{"errors":[]}""");
        Set(root + "/contents/.github/SECURITY.md", """{"type":"file","path":".github/SECURITY.md"}""");
        Set(root + "/hooks", $$"""[{"type":"Repository","id":5,"name":"web","active":true,"events":["push"],"config":{"url":"http://ci.example.com","insecure_ssl":"1"},"last_response":{"code":200},"url":"{{Api}}{{root}}/hooks/5"}]""");
        Set(root + "/keys", $$"""[{"id":8,"title":"deploy","key":"ssh-ed25519 AAAA","read_only":false,"last_used":"2026-01-01T00:00:00Z","url":"{{Api}}{{root}}/keys/8"}]""");
        Set(root + "/environments", $$"""{"total_count":1,"environments":[{"id":61,"name":"production","protection_rules":[],"url":"{{Api}}{{root}}/environments/production"}]}""");
    }

    private static string User(string login) => $$"""[{"login":"{{login}}","id":{{login.Length}},"url":"{{Api}}/users/{{login}}","type":"User"}]""";
}
