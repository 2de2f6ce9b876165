using System.Globalization;
using System.Net.Sockets;
using System.Xml;
using Amazon.Runtime;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Turns what AWS answers into errors that say what failed, where, and what to do about it.</summary>
/// <remarks>Codes as in https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the services' lists of common errors.</remarks>
internal static class AwsErrors
{
    private const int BadRequest = 400;
    private const int ServerErrors = 500;
    private const int LongestError = 64 * 1024;
    private const int LongestMessage = 300;

    private static readonly string[] Pages = ["<!doctype", "<html"];

    private static readonly HashSet<string> DeniedCodes = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "NotAuthorized", "Forbidden", "AllAccessDisabled", "OperationNotPermitted",
        "AccessDeniedForDependencyException",
    };

    private static readonly HashSet<string> ThrottlingCodes = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException", "RequestLimitExceeded",
        "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "TransactionInProgressException", "EC2ThrottledException",
        "ProvisionedThroughputExceededException", "Client.RequestLimitExceeded",
    };

    private static readonly HashSet<string> ExpiredCodes = new(StringComparer.Ordinal) { "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" };

    private static readonly HashSet<string> ClockCodes = new(StringComparer.Ordinal) { "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture" };

    private static readonly HashSet<string> RefusedCredentialCodes = new(StringComparer.Ordinal)
    {
        "AuthFailure", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSignatureException", "InvalidToken",
        "IncompleteSignature", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
    };

    private static readonly HashSet<string> DisabledRegionCodes = new(StringComparer.Ordinal) { "OptInRequired", "RegionDisabledException", "PendingVerification" };

    private static readonly HashSet<string> TransientCodes = new(StringComparer.Ordinal)
    {
        "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable", "InternalServerError",
    };

    /// <summary>Whether a code or a status says that there were too many requests.</summary>
    public static bool IsThrottling(string code, int httpStatus) => httpStatus == 429 || ThrottlingCodes.Contains(code);

    /// <summary>Whether an answer, in whatever protocol, says that there were too many requests.</summary>
    public static bool SpeaksOfThrottling(int httpStatus, byte[] body)
        => httpStatus == 429
            || (httpStatus >= BadRequest && body.Length < LongestError && System.Text.Encoding.UTF8.GetString(body) is var text && ThrottlingCodes.Any(code => Names(text, code)));

    /// <summary>Whether another attempt can help.</summary>
    public static bool IsTransient(string code, int httpStatus) => IsThrottling(code, httpStatus) || httpStatus is 500 or 502 or 503 or 504 || TransientCodes.Contains(code);

    /// <summary>Whether a code says that the identity may not do this.</summary>
    public static bool IsDenied(string code) => DeniedCodes.Contains(code);

    /// <summary>An exception of the SDK, or of the network, as an error with a stable id.</summary>
    public static SecurityMonkeyException Translate(Exception exception, AwsCall call) => exception switch
    {
        SecurityMonkeyException known => known,
        _ when exception is AmazonUnmarshallingException || FindCause<XmlException>(exception) is not null => new(
            "AnswerInvalid", ErrorKind.InvalidData, $"{call} was answered with something that cannot be read: {Sentence(exception.Message)} Is the endpoint really that of the service?", exception),
        AmazonServiceException { ErrorCode.Length: > 0 } answer => Create(call, (int)answer.StatusCode, answer.ErrorCode, answer.Message, answer),
        AmazonServiceException { StatusCode: not 0 } answer => Create(call, (int)answer.StatusCode, "", answer.Message, answer),
        _ when exception.InnerException is SecurityMonkeyException inner => inner,
        _ when FindCause<TimeoutException>(exception) is { } timeout
            => new("Timeout", ErrorKind.Timeout, $"{call} had no answer in time: {timeout.Message} Try again, or look at the network.", exception),
        _ when FindCause<HttpRequestException>(exception) is { } network => Unreachable(call, network, exception),
        _ when FindCause<SocketException>(exception) is { } network => Unreachable(call, network, exception),
        _ when FindCause<IOException>(exception) is { } network => Unreachable(call, network, exception),
        AmazonClientException => new("CallFailed", ErrorKind.Unavailable, $"{call} failed: {exception.Message}", exception),
        _ => new("CallFailed", ErrorKind.Unexpected, $"{call} failed: {exception.GetType().Name}: {exception.Message}", exception),
    };

    /// <summary>An answer that says that the call failed, as an error with a stable id.</summary>
    /// <param name="call">The call.</param>
    /// <param name="httpStatus">The status.</param>
    /// <param name="code">AWS's code; empty where the answer has none.</param>
    /// <param name="message">AWS's message.</param>
    /// <param name="cause">The exception it came as, where there is one.</param>
    public static SecurityMonkeyException Create(AwsCall call, int httpStatus, string code, string message, Exception? cause = null)
    {
        var (errorId, kind, text) = Describe(call, httpStatus, code, Sentence(message));
        return new SecurityMonkeyException(errorId, kind, text, cause)
        {
            Codes = [.. new[] { code, NotEnabledCode(message), httpStatus == 0 ? "" : httpStatus.ToString(CultureInfo.InvariantCulture) }.Where(known => known.Length > 0)],
            Target = call.Account,
        };
    }

    /// <summary>A part of an item that a call should have answered, and did not.</summary>
    /// <param name="path">Where the part stands in the configuration.</param>
    /// <param name="error">Why.</param>
    public static UnknownPart ToUnknownPart(string path, SecurityMonkeyException error) => new(path, error.ErrorId, error.Message) { Kind = error.Kind };

    // Macie says with the code of a missing permission that it is not turned on; only the message tells the two apart.
    private static string NotEnabledCode(string message) => message.Contains("Macie is not enabled", StringComparison.OrdinalIgnoreCase) ? "MacieNotEnabled" : "";

    private static (string ErrorId, ErrorKind Kind, string Message) Describe(AwsCall call, int status, string code, string message)
    {
        if (DeniedCodes.Contains(code) || (code.Length == 0 && status == 403))
        {
            return ("AccessDenied", ErrorKind.PermissionDenied, $"{call} was refused: the identity needs the permission {call.Permission}.{Says(message)}");
        }

        if (IsThrottling(code, status))
        {
            return ("Throttled", ErrorKind.LimitExceeded, $"{call} was throttled, again and again ({code}). Collect with a smaller -ThrottleLimit, or later.");
        }

        if (ExpiredCodes.Contains(code))
        {
            return ("CredentialsExpired", ErrorKind.AuthenticationFailed, $"{call} was refused because the credentials have expired. Sign in again (aws sso login), or renew them.{Says(message)}");
        }

        if (ClockCodes.Contains(code) || message.Contains("Signature expired", StringComparison.Ordinal) || message.Contains("Signature not yet current", StringComparison.Ordinal))
        {
            return ("ClockSkewed", ErrorKind.AuthenticationFailed, $"{call} was refused because the clock of this machine is off ({code}). Set the clock.{Says(message)}");
        }

        if (DisabledRegionCodes.Contains(code))
        {
            return ("RegionNotEnabled", ErrorKind.Unavailable, $"{call} failed: the region or the service is not enabled for the account ({code}). Enable it, or leave the region out (Set-SMAccount -Region).{Says(message)}");
        }

        if (RefusedCredentialCodes.Contains(code))
        {
            return ("AuthenticationFailed", ErrorKind.AuthenticationFailed,
                $"{call} was refused: AWS does not accept the credentials there ({code}). They were revoked or are wrong, or the region is not enabled for the account.{Says(message)}");
        }

        return status >= ServerErrors
            ? ("ServiceFailed", ErrorKind.Unavailable, $"{call} failed on the side of AWS ({NameOf(code, status)}), again and again. Try later.{Says(message)}")
            : ("CallFailed", ErrorKind.Unavailable, $"{call} failed ({NameOf(code, status)}): {message}");
    }

    private static string Says(string message) => message.Length == 0 ? "" : $" AWS says: {message}";

    private static SecurityMonkeyException Unreachable(AwsCall call, Exception network, Exception exception)
        => new("EndpointUnreachable", ErrorKind.ConnectionFailed, $"{call} failed: the endpoint cannot be reached: {Sentence(network.Message)} Look at the network, the proxy and -EndpointUrl.", exception);

    // A code stands in an element of its own (XML), or in quotes, perhaps behind a namespace (JSON).
    private static bool Names(string text, string code)
        => text.Contains($">{code}<", StringComparison.Ordinal) || text.Contains($"\"{code}\"", StringComparison.Ordinal) || text.Contains($"#{code}\"", StringComparison.Ordinal);

    private static string NameOf(string code, int status) => code.Length == 0 ? $"HTTP {status}" : code;

    // A proxy may have answered with a whole page, which says nothing that the code does not.
    private static string Sentence(string text)
    {
        var page = Array.FindIndex(Pages, start => text.Contains(start, StringComparison.OrdinalIgnoreCase));
        var told = page < 0 ? text : text[..text.IndexOf(Pages[page], StringComparison.OrdinalIgnoreCase)].TrimEnd(' ', ':');
        var line = string.Join(' ', told.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > LongestMessage ? line[..LongestMessage] + "…" : line.Length == 0 || line[^1] is '.' or '!' or '?' ? line : line + ".";
    }

    private static T? FindCause<T>(Exception exception)
        where T : Exception
    {
        for (var cause = (Exception?)exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
