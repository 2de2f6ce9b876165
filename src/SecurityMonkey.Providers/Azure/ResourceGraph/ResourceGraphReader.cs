using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityMonkey.Providers.Azure.Calls;
using SecurityMonkey.Providers.Azure.Http;

namespace SecurityMonkey.Providers.Azure.ResourceGraph;

/// <summary>Asks Azure Resource Graph.</summary>
internal sealed class ResourceGraphReader(AzurePipelines pipelines, AzureCaller caller)
{
    private const string Path = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private const int RowsOfPage = 1000;

    // The most that one query may name.
    private const int SubscriptionsOfQuery = 500;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 256 };

    /// <summary>Asks about subscriptions.</summary>
    /// <param name="query">The query. Where its answer may be long, it must say in which order the rows come.</param>
    /// <param name="subscriptions">The ids of the subscriptions.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>The answers, page by page, their rows in <c>data</c>.</returns>
    /// <exception cref="SecurityMonkeyException">The query failed, or its answer is not whole.</exception>
    public async IAsyncEnumerable<JsonObject> QueryAsync(string query, IReadOnlyList<string> subscriptions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new AzureCall(AzureApi.ResourceGraph, "POST", "", "", "") { Query = query };
        var uri = new Uri(LoopbackTransport.Secured(pipelines.Cloud.Arm).GetLeftPart(UriPartial.Path).TrimEnd('/') + Path);
        foreach (var chunk in subscriptions.Chunk(SubscriptionsOfQuery))
        {
            var skipToken = "";
            var rows = 0L;
            do
            {
                var body = BinaryData.FromString(BodyOf(query, chunk, skipToken));
                var page = Parse(await caller.SendAsync(pipelines.Arm, "POST", uri, body, call, cancellationToken).ConfigureAwait(false));
                rows += page["data"] is JsonArray data ? data.Count : throw Unexpected("it has no list 'data'");
                var next = TextOf(page["$skipToken"]) ?? "";
                if (next.Length == 0 && (TextOf(page["resultTruncated"]) is "true" || (NumberOf(page["totalRecords"]) is { } total && total > rows)))
                {
                    throw Unexpected("it ends before all of its rows have come");
                }

                if (next.Length > 0 && next == skipToken)
                {
                    throw Unexpected("it goes on where it was, without end");
                }

                yield return page;
                skipToken = next;
            }
            while (skipToken.Length > 0);
        }
    }

    private static string BodyOf(string query, string[] subscriptions, string skipToken)
    {
        var options = new JsonObject { ["resultFormat"] = "objectArray", ["$top"] = RowsOfPage };
        if (skipToken.Length > 0)
        {
            options["$skipToken"] = skipToken;
        }

        return new JsonObject
        {
            ["subscriptions"] = new JsonArray([.. subscriptions.Select(id => (JsonNode)id)]),
            ["query"] = query,
            ["options"] = options,
        }.ToJsonString();
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> page)
    {
        try
        {
            return JsonNode.Parse(page.Span, documentOptions: DocumentOptions) as JsonObject ?? throw Unexpected("it is no object");
        }
        catch (JsonException exception)
        {
            throw Unexpected("it is not JSON", exception);
        }
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? NumberOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static SecurityMonkeyException Unexpected(string what, Exception? cause = null)
        => new("AnswerUnexpected", ErrorKind.InvalidData, $"The answer of Resource Graph is not what it should be: {what}.", cause);
}
