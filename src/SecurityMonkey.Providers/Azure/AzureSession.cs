using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Azure.Calls;
using SecurityMonkey.Providers.Azure.Http;
using SecurityMonkey.Providers.Azure.ResourceGraph;

namespace SecurityMonkey.Providers.Azure;

/// <summary>A tenant that is signed in to: makes the calls of watcher documents in its subscriptions.</summary>
internal sealed class AzureSession : IApiSession
{
    /// <summary>The kind of scope that is a subscription; the name of such a scope is the subscription's id.</summary>
    public const string SubscriptionScope = "subscription";

    /// <summary>The kind of scope that is the tenant.</summary>
    public const string TenantScope = "tenant";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ReadOnlyMemory<byte>>>>> _shared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Account _account;
    private readonly AzurePipelines _pipelines;
    private readonly AzureCaller _caller;
    private readonly ResourceGraphReader _graph;
    private readonly ResourceGraphLists? _lists;
    private readonly IReadOnlyList<AzureSubscription> _subscriptions;
    private readonly string _tenantId;

    private AzureSession(Account account, AzurePipelines pipelines, string identity, string tenantId, IReadOnlyList<AzureSubscription> subscriptions)
    {
        _account = account;
        _pipelines = pipelines;
        _subscriptions = subscriptions;
        _tenantId = tenantId;
        Identity = identity;
        _caller = new AzureCaller(pipelines, identity);
        _graph = new ResourceGraphReader(pipelines, _caller);
        if (account.GetField(AzureFields.Collect) is AzureFields.CollectFromResourceGraph)
        {
            var permissions = new SubscriptionPermissions(_caller, identity, _stopping.Token);
            _lists = new ResourceGraphLists(_graph, permissions, [.. subscriptions.Select(subscription => subscription.Id)], _stopping.Token);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IWatcher> Watchers => [];

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>Signs in, and finds the subscriptions.</summary>
    /// <exception cref="SecurityMonkeyException">The sign-in failed, or the subscriptions cannot be listed.</exception>
    public static async Task<AzureSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        var pipelines = await AzurePipelines.OpenAsync(account, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var claims = await pipelines.SignInAsync(cancellationToken).ConfigureAwait(false);
            var subscriptions = await AzureSubscription.FindAsync(account, pipelines, claims.Identity, context.KnownScopes, cancellationToken).ConfigureAwait(false);
            return new AzureSession(account, pipelines, claims.Identity, claims.TenantId ?? AzureAccountName.TenantOf(account) ?? "", subscriptions);
        }
        catch
        {
            pipelines.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiScope>> GetScopesAsync(string kind, IWatchContext context, CancellationToken cancellationToken)
    {
        if (kind is TenantScope)
        {
            // An account that is one subscription leaves the tenant to the account that is the tenant.
            var tenant = new ApiScope("", Region.Global) { Variables = new Dictionary<string, string> { ["tenantId"] = _tenantId } };
            return new(AzureAccountName.SubscriptionOf(_account) is null ? [tenant] : []);
        }

        if (_subscriptions.Count == 0)
        {
            throw new SecurityMonkeyException(
                "SubscriptionsNotFound",
                ErrorKind.PermissionDenied,
                $"{(Identity.Length > 0 ? Identity : "The identity")} sees no subscription of the tenant {_account.Identifier}. Assign it the role Reader on the subscriptions or on their management group.")
            {
                Target = _account.Name,
            };
        }

        return new([.. _subscriptions.Select(subscription => new ApiScope(subscription.Id, Region.Global)
        {
            Variables = new Dictionary<string, string>
            {
                ["subscriptionId"] = subscription.Id,
                ["subscriptionName"] = subscription.Name,
                ["tenantId"] = _tenantId,
            },
        })]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = AzureCall.Parse(callJson);
        call.Validate();
        if (!call.IsShared)
        {
            await foreach (var page in ReadAsync(scope, call, cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }

            yield break;
        }

        var reading = _shared.GetOrAdd($"{scope.Name} {callJson}", _ => new(() => ReadAllAsync(scope, call))).Value;
        foreach (var page in await reading.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return page;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _pipelines.Dispose();
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAllAsync(ApiScope scope, AzureCall call)
    {
        var pages = new List<ReadOnlyMemory<byte>>();
        await foreach (var page in ReadAsync(scope, call, _stopping.Token).ConfigureAwait(false))
        {
            pages.Add(page);
        }

        return pages;
    }

    private IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(ApiScope scope, AzureCall call, CancellationToken cancellationToken)
        => call.Api == AzureApi.ResourceGraph ? QueryAsync(scope, call, cancellationToken)
            : call.ResourceGraphTable.Length > 0 && _lists is not null && scope.Variables.TryGetValue("subscriptionId", out var subscription)
                ? ListAsync(_lists, call, subscription, cancellationToken)
            : call.IsDistinct ? KeepDistinctAsync(scope, call, cancellationToken)
            : call.IsMerged ? MergeAsync(call, cancellationToken)
            : _caller.CallAsync(call, cancellationToken);

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> QueryAsync(ApiScope scope, AzureCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<string> subscriptions = scope.Variables.TryGetValue("subscriptionId", out var one) ? [one] : [.. _subscriptions.Select(subscription => subscription.Id)];
        await foreach (var page in _graph.QueryAsync(call.Query, subscriptions, cancellationToken).ConfigureAwait(false))
        {
            yield return Encoding.UTF8.GetBytes(page.ToJsonString());
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ListAsync(
        ResourceGraphLists lists, AzureCall call, string subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in await lists.ListAsync(call.ResourceGraphTable, AzurePermissions.ResourceTypeOf(call), subscription, cancellationToken).ConfigureAwait(false))
        {
            yield return page;
        }
    }

    // What is assigned above subscriptions is listed with each of them; the first one has it.
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> KeepDistinctAsync(ApiScope scope, AzureCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in _caller.CallAsync(call, cancellationToken).ConfigureAwait(false))
        {
            var answer = JsonNode.Parse(page.Span);
            if (answer?["value"] is JsonArray list)
            {
                var foreign = list.Where(element => element?["id"] is JsonValue id && id.TryGetValue<string>(out var text) && IsTaken(scope, text)).ToArray();
                Array.ForEach(foreign, element => list.Remove(element));
            }

            yield return Encoding.UTF8.GetBytes(answer?.ToJsonString() ?? "null");
        }
    }

    private bool IsTaken(ApiScope scope, string id)
        => ArmIds.SubscriptionOf(id) is null && !string.Equals(_owners.GetOrAdd(ArmIds.Normalize(id), scope.Name), scope.Name, StringComparison.Ordinal);

    // The list of all pages as one answer, for what is one thing only as a whole.
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> MergeAsync(AzureCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var merged = new JsonArray();
        await foreach (var page in _caller.CallAsync(call, cancellationToken).ConfigureAwait(false))
        {
            var list = JsonNode.Parse(page.Span)?["value"] as JsonArray ?? throw new SecurityMonkeyException(
                "AnswerUnexpected", ErrorKind.InvalidData, $"The answer of {call.Description} is not what it should be: it has no list 'value'.");
            foreach (var element in list)
            {
                merged.Add(element?.DeepClone());
            }
        }

        yield return Encoding.UTF8.GetBytes(new JsonObject { ["value"] = merged }.ToJsonString());
    }
}
