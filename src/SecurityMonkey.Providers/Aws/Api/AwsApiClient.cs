using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>Calls AWS services by the names of their APIs, on the credentials and the signer of the AWS SDK.</summary>
/// <param name="caller">Sends, signs and limits.</param>
internal sealed class AwsApiClient(AwsCaller caller) : IAwsApiClient
{
    private static readonly Dictionary<string, string> FirstPage = [];

    private readonly ApiTransport _transport = new(caller);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(ApiScope scope, string callJson, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = ApiCall.Parse(callJson);
        var endpoint = caller.Endpoints.Resolve(call.Service.Endpoint, call.Region ?? RegionOf(scope));
        var named = new AwsCall(caller.Account.Name, call.Service.Name, call.Action, endpoint.SigningRegion) { Permission = call.Permission };
        var tokens = FirstPage;
        do
        {
            var page = await _transport
                .SendAsync(named, call.Service.SigningName, endpoint, ApiRequest.Create(call, tokens) with { AccountId = caller.Account.Identifier, Headers = call.Service.Headers }, body => Read(call, body), cancellationToken)
                .ConfigureAwait(false);
            yield return page;
            tokens = NextTokens(call, named, page, tokens);
        }
        while (tokens.Count > 0);
    }

    private static byte[] Read(ApiCall call, ReadOnlyMemory<byte> body)
        => call.Service.Protocol is "query" or "rest-xml" && body.Span is not [(byte)'{', ..] ? XmlAnswer.ToJson(body, call.Action, call.Service.Types) : JsonAnswer.ToJson(body, call.Service.Types);

    private static Dictionary<string, string> NextTokens(ApiCall call, AwsCall named, ReadOnlyMemory<byte> page, Dictionary<string, string> tokens)
    {
        if (call.Service.Paging is not { } paging)
        {
            return FirstPage;
        }

        using var document = JsonDocument.Parse(page);
        if (paging.More is not null && Find(document.RootElement, paging.More) is { ValueKind: JsonValueKind.False })
        {
            return FirstPage;
        }

        var next = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < paging.Input.Count; index++)
        {
            if (Find(document.RootElement, paging.Output[index])?.ToString() is { Length: > 0 } token)
            {
                next[paging.Input[index]] = token;
            }
        }

        return next.Count > 0 && next.Count == tokens.Count && next.All(token => string.Equals(tokens.GetValueOrDefault(token.Key), token.Value, StringComparison.Ordinal))
            ? throw new SecurityMonkeyException("AnswerInvalid", ErrorKind.InvalidData, $"{named} was answered with a page that names itself as the next one.")
            : next;
    }

    private static JsonElement? Find(JsonElement answer, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out answer))
            {
                return null;
            }
        }

        return answer;
    }

    private string RegionOf(ApiScope scope)
        => scope.Variables.TryGetValue("region", out var region) && region.Length > 0 && !string.Equals(region, Region.Global, StringComparison.Ordinal)
            ? region
            : caller.Endpoints.Partition.GlobalRegion;
}
