using System.Data.Common;
using System.Text.Json;

namespace SecurityMonkey.Engine;

/// <summary>Finds the stable id and the kind of any exception.</summary>
public static class ErrorMapping
{
    /// <summary>An exception as an error with a stable id; one that is not known keeps its message and its type's name.</summary>
    public static SecurityMonkeyException Describe(Exception exception) => exception switch
    {
        SecurityMonkeyException known => known,
        UnauthorizedAccessException => Create("AccessDenied", ErrorKind.PermissionDenied, exception),
        FileNotFoundException or DirectoryNotFoundException => Create("FileNotFound", ErrorKind.NotFound, exception),
        JsonException => Create("JsonInvalid", ErrorKind.ParseError, exception),
        HttpRequestException => Create("ConnectionFailed", ErrorKind.ConnectionFailed, exception),
        TimeoutException => Create("Timeout", ErrorKind.Timeout, exception),
        DbException => Create("StoreFailed", ErrorKind.Unavailable, exception),
        IOException => Create("ReadFailed", ErrorKind.Unavailable, exception),
        NotSupportedException => Create("NotSupported", ErrorKind.NotSupported, exception),
        _ => new SecurityMonkeyException("Unexpected", ErrorKind.Unexpected, $"{exception.GetType().Name}: {exception.Message}", exception),
    };

    /// <summary>An exception as the failure of a scope.</summary>
    internal static ScopeFailure ToFailure(string scope, Exception exception)
    {
        var error = Describe(exception);
        return new ScopeFailure(scope, error.ErrorId, error.Message, error.Kind);
    }

    private static SecurityMonkeyException Create(string errorId, ErrorKind kind, Exception exception)
        => new(errorId, kind, exception.Message, exception);
}
