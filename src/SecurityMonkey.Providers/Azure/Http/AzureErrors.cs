using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;

namespace SecurityMonkey.Providers.Azure.Http;

/// <summary>Says in the module's words what went wrong between it and Azure.</summary>
internal static partial class AzureErrors
{
    private const int LongestMessage = 600;

    /// <summary>An answer that is an error.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="what">What was read, such as <c>GET /subscriptions/...</c>.</param>
    /// <param name="permissions">The permissions that the call needs, as far as they are known.</param>
    /// <param name="identity">Who asked; empty where that is not known.</param>
    public static SecurityMonkeyException OfResponse(Response response, string what, IReadOnlyList<string> permissions, string identity)
    {
        var (codes, message) = ReadBody(response.Content);
        var status = response.Status.ToString(CultureInfo.InvariantCulture);
        var code = codes is [var first, ..] ? first : "";
        var said = message.Length > 0 ? $" Azure says: {message}" : "";
        var needed = MissingAction().Match(message) is { Success: true } match ? match.Groups["action"].Value : string.Join(", ", permissions);
        var (errorId, kind, text) = response.Status switch
        {
            401 => ("AuthenticationFailed", ErrorKind.AuthenticationFailed, $"Azure did not accept the sign-in for {what}.{said} Sign in again, and check that the tenant of the account is the right one."),
            403 when IsAuthorization(code) => (
                "AccessDenied",
                ErrorKind.PermissionDenied,
                $"{(identity.Length > 0 ? identity : "The identity")} may not read {what}."
                + (needed.Length > 0 ? $" It needs the permission {needed}: assign the role Reader, or the one New-SMAccessPolicy writes." : "") + said),
            403 => (code, ErrorKind.PermissionDenied, $"{what} was refused with {code}.{said}"),
            404 => (code.Length > 0 ? code : "NotFound", ErrorKind.NotFound, $"{what} was not found.{said}"),
            409 => (code.Length > 0 ? code : "Conflict", ErrorKind.Unavailable, $"{what} cannot be read as things are.{said}"),
            429 => ("Throttled", ErrorKind.LimitExceeded, $"Azure kept asking to read {what} later.{said} Collect again later, or less at once (-ThrottleLimit)."),
            >= 500 => ("ServiceFailed", ErrorKind.Unavailable, $"{what} failed on the side of Azure with {status} {code}.{said} Collect again later."),
            _ => (code.Length > 0 ? code : "CallRefused", ErrorKind.InvalidData, $"{what} was refused with {status} {code}.{said}"),
        };
        return new SecurityMonkeyException(errorId, kind, text) { Codes = [.. codes, status], Target = what };
    }

    /// <summary>An exception on the way to or from Azure.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="what">What was read.</param>
    /// <param name="permissions">The permissions that the call needs, as far as they are known.</param>
    /// <param name="identity">Who asked; empty where that is not known.</param>
    public static SecurityMonkeyException OfException(Exception exception, string what, IReadOnlyList<string> permissions, string identity) => exception switch
    {
        SecurityMonkeyException known => known,
        AuthenticationFailedException failed => SignInErrors.Describe(failed),
        RequestFailedException { Status: > 0 } failed when failed.GetRawResponse() is { } response => OfResponse(response, what, permissions, identity),
        OperationCanceledException => new SecurityMonkeyException("Timeout", ErrorKind.Timeout, $"No answer came in time for {what}. Collect again later.", exception)
        {
            Target = what,
        },
        _ => new SecurityMonkeyException(
            "ConnectionFailed", ErrorKind.ConnectionFailed, $"The connection failed while {what} was read: {Shorten(exception.GetBaseException().Message)}", exception)
        {
            Target = what,
        },
    };

    /// <summary>A text on one line and of a length that can be read.</summary>
    public static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "...";
    }

    // What means that a role is missing; a 403 of another code has a meaning of its own, such as a feature that is not there.
    private static bool IsAuthorization(string code)
        => code is "" or "AuthorizationFailed" or "LinkedAuthorizationFailed" or "Forbidden" or "AccessDenied" or "InvalidAuthorization"
            or "Authorization_RequestDenied" or "accessDenied" or "Unauthorized" or "UnauthorizedAccess" or "InsufficientPermissions";

    // { "error": { "code", "message", "details": [...], "innerError" } } of Resource Manager and Graph, or the inner part alone.
    private static (IReadOnlyList<string> Codes, string Message) ReadBody(BinaryData body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = Member(json.RootElement, "error") is { ValueKind: JsonValueKind.Object } inner ? inner : json.RootElement;
            var codes = new List<string>();
            AddCodes(error, codes);
            return (codes, Shorten(Text(error, "message") ?? Text(error, "Message") ?? Text(json.RootElement, "error_description") ?? ""));
        }
        catch (JsonException)
        {
            return ([], "");
        }
    }

    private static void AddCodes(JsonElement error, List<string> codes)
    {
        if ((Text(error, "code") ?? Text(error, "Code") ?? Text(error, "error")) is { Length: > 0 } code && !codes.Contains(code))
        {
            codes.Add(code);
        }

        if (Member(error, "details") is { ValueKind: JsonValueKind.Array } details)
        {
            foreach (var detail in details.EnumerateArray())
            {
                AddCodes(detail, codes);
            }
        }
    }

    private static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    [GeneratedRegex(@"perform action '(?<action>[^']+)'")]
    private static partial Regex MissingAction();
}
