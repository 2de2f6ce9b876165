using System.Management.Automation;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>Makes error records: one category for each kind of error, a stable id, and the object the error is about.</summary>
internal static class ErrorRecords
{
    /// <summary>An exception as an error record.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">The object the error is about, where the exception does not know it.</param>
    public static ErrorRecord From(Exception exception, object? target)
    {
        if (exception is IContainsErrorRecord { ErrorRecord: { } record })
        {
            return record;
        }

        var error = ErrorMapping.Describe(exception);
        return new ErrorRecord(error, error.ErrorId, CategoryOf(error.Kind), error.Target ?? target);
    }

    /// <summary>A failed scope as an error record.</summary>
    public static ErrorRecord From(ScopeFailure failure, string account, string itemType)
    {
        var message = $"{account} {itemType}: {failure.Message}";
        return new ErrorRecord(
            new SecurityMonkeyException(failure.ErrorId, failure.Kind, message), failure.ErrorId, CategoryOf(failure.Kind), $"{account}/{itemType}/{failure.Scope}");
    }

    /// <summary>Something named literally that is not there.</summary>
    /// <param name="what">What kind of thing it is, such as "account".</param>
    /// <param name="name">Its name.</param>
    /// <param name="advice">How to find out what there is.</param>
    /// <param name="known">The names there are, one of which may be meant.</param>
    public static ErrorRecord NotFound(string what, string name, string advice, IEnumerable<string>? known = null)
    {
        var errorId = string.Concat(what.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "NotFound";
        return new ErrorRecord(
            new SecurityMonkeyException(errorId, ErrorKind.NotFound, $"There is no {what} '{name}'.{NearName.Hint(name, known ?? [])} {advice}"), errorId, ErrorCategory.ObjectNotFound, name);
    }

    private static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        ErrorKind.InvalidData => ErrorCategory.InvalidData,
        ErrorKind.ParseError => ErrorCategory.ParserError,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        ErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        ErrorKind.Timeout => ErrorCategory.OperationTimeout,
        ErrorKind.ConnectionFailed => ErrorCategory.ConnectionError,
        ErrorKind.Busy => ErrorCategory.ResourceBusy,
        ErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
        ErrorKind.NotSupported => ErrorCategory.NotImplemented,
        _ => ErrorCategory.NotSpecified,
    };
}
