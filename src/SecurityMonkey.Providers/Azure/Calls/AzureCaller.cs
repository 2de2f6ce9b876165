using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using SecurityMonkey.Providers.Azure.Http;

namespace SecurityMonkey.Providers.Azure.Calls;

/// <summary>Makes calls to Azure Resource Manager and Microsoft Graph, and follows their pages.</summary>
/// <param name="pipelines">The ways to the services.</param>
/// <param name="identity">Who asks, for messages.</param>
internal sealed class AzureCaller(AzurePipelines pipelines, string identity)
{
    private const string NextLink = "nextLink";
    private const string ODataNextLink = "@odata.nextLink";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 256 };
    private static readonly ReadOnlyMemory<byte> Nothing = "null"u8.ToArray();

    /// <summary>Makes a call.</summary>
    /// <returns>The answers, page by page, resources in the form of <see cref="ArmShape"/>.</returns>
    /// <exception cref="SecurityMonkeyException">The call failed, or an answer is not what it should be.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(AzureCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (pipeline, endpoint) = ServiceOf(call);
        var uri = UriOf(endpoint, call);
        var body = call.Body is null ? null : BinaryData.FromString(call.Body);
        var method = call.Method;
        while (true)
        {
            var page = await SendAsync(pipeline, method, uri, body, call, cancellationToken).ConfigureAwait(false);
            var link = FindNextLink(page, call);
            yield return call.Api == AzureApi.Arm ? ArmShape.NormalizePage(page) : page;
            if (link is null)
            {
                yield break;
            }

            var next = Follow(uri, link, call);
            if (next == uri)
            {
                throw Unexpected(call, "its list goes on where it was, without end");
            }

            (uri, method, body) = (next, "GET", null);
        }
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The answer's body; <c>null</c> in JSON where it has none.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> SendAsync(
        HttpPipeline pipeline, string method, Uri uri, BinaryData? body, AzureCall call, CancellationToken cancellationToken)
    {
        try
        {
            using var message = pipeline.CreateMessage();
            message.BufferResponse = true;
            message.Request.Method = RequestMethod.Parse(method);
            message.Request.Uri.Reset(uri);
            message.Request.Headers.SetValue("Accept", "application/json");
            if (body is not null)
            {
                message.Request.Content = RequestContent.Create(body);
                message.Request.Headers.SetValue("Content-Type", "application/json");
            }

            await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (message.Response.Status is < 200 or >= 300)
            {
                throw AzureErrors.OfResponse(message.Response, call.Description, AzurePermissions.Of(call), identity);
            }

            var answer = message.Response.ContentStream is null ? ReadOnlyMemory<byte>.Empty : message.Response.Content.ToMemory();
            return answer.Length == 0 ? Nothing : answer.ToArray();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or SecurityMonkeyException) && !cancellationToken.IsCancellationRequested)
        {
            throw AzureErrors.OfException(exception, call.Description, AzurePermissions.Of(call), identity);
        }
    }

    private (HttpPipeline Pipeline, Uri Endpoint) ServiceOf(AzureCall call)
        => call.Api != AzureApi.Graph ? (pipelines.Arm, pipelines.Cloud.Arm)
            : pipelines.Graph is { } graph ? (graph, pipelines.Cloud.Graph!)
            : throw new SecurityMonkeyException(
                "GraphNotAvailable", ErrorKind.NotSupported, "The account's cloud has no Microsoft Graph. Where it has one, name it with Set-SMAccount -GraphEndpoint.");

    private static Uri UriOf(Uri endpoint, AzureCall call)
    {
        var text = new StringBuilder(LoopbackTransport.Secured(endpoint).GetLeftPart(UriPartial.Path).TrimEnd('/')).Append(call.Path);
        if (call.ApiVersion.Length > 0)
        {
            text.Append(call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?').Append("api-version=").Append(Uri.EscapeDataString(call.ApiVersion));
        }

        return new Uri(text.ToString());
    }

    // The token goes with the request, so that a link may lead nowhere but to the service that gave it.
    private static Uri Follow(Uri current, string link, AzureCall call)
    {
        if (!Uri.TryCreate(current, link, out var next))
        {
            throw Unexpected(call, "it has a link to the next page that is no address");
        }

        var secured = LoopbackTransport.Secured(next);
        return secured.Scheme == current.Scheme && string.Equals(secured.Authority, current.Authority, StringComparison.OrdinalIgnoreCase) && secured.UserInfo.Length == 0
            ? secured
            : throw Unexpected(call, $"its list goes on at another host ({next.Authority}), where the sign-in must not be sent");
    }

    private static string? FindNextLink(ReadOnlyMemory<byte> page, AzureCall call)
    {
        try
        {
            var reader = new Utf8JsonReader(page.Span, ReaderOptions);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                string? link = null;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isLink = reader.ValueTextEquals(NextLink) || reader.ValueTextEquals(ODataNextLink);
                    reader.Read();
                    link = isLink && reader.TokenType == JsonTokenType.String ? reader.GetString() : link;
                    reader.Skip();
                }

                return string.IsNullOrEmpty(link) ? null : link;
            }

            reader.Skip();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Unexpected(call, "it is not JSON", exception);
        }
    }

    private static SecurityMonkeyException Unexpected(AzureCall call, string what, Exception? cause = null)
        => new("AnswerUnexpected", ErrorKind.InvalidData, $"The answer of {call.Description} is not what it should be: {what}.", cause)
        {
            Target = call.Description,
        };
}
