using System.Text.Json;
using System.Xml;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>What a service says of a call that it refused.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Its code, such as <c>AccessDenied</c>; empty where it gave none.</param>
/// <param name="Message">Its message; empty where it gave none.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    /// <summary>Whether another attempt can help.</summary>
    public bool IsTransient => AwsErrors.IsTransient(Code, Status);

    /// <summary>Whether the credentials have expired.</summary>
    public bool IsExpired => Code is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired";

    /// <summary>Whether a clock that is off can be the cause.</summary>
    public bool MayBeClock
        => Code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" or "InvalidSignatureException" or "SignatureDoesNotMatch" or "AuthFailure";

    /// <summary>Reads an error.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorType">The header <c>x-amzn-ErrorType</c>, or null.</param>
    /// <param name="body">The body, in XML or JSON.</param>
    public static ApiError Read(int status, string? errorType, ReadOnlyMemory<byte> body)
    {
        var (code, message) = body.Span.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] ? ReadXml(body) : ReadJson(body);
        return new ApiError(status, Bare(string.IsNullOrEmpty(errorType) ? code : errorType), message);
    }

    private static (string Code, string Message) ReadXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            var elements = XmlAnswer.Load(body).Descendants().ToList();
            return (
                elements.FirstOrDefault(element => element.Name.LocalName == "Code")?.Value.Trim() ?? "",
                elements.FirstOrDefault(element => element.Name.LocalName is "Message" or "message")?.Value.Trim() ?? "");
        }
        catch (XmlException)
        {
            return ("", "");
        }
    }

    private static (string Code, string Message) ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (Text(document.RootElement, "__type", "code", "Code"), Text(document.RootElement, "message", "Message", "errorMessage"));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonElement error, params string[] members)
        => error.ValueKind != JsonValueKind.Object
            ? ""
            : members.Select(member => error.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                .FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? "";

    // com.amazonaws.kms#NotFoundException and AccessDeniedException:http://internal.amazon.com/... are written around the code.
    private static string Bare(string code)
    {
        var start = code.LastIndexOf('#') + 1;
        var end = code.IndexOf(':', start);
        return (end < 0 ? code[start..] : code[start..end]).Trim();
    }
}
