namespace SecurityMonkey;

/// <summary>An error with a stable id and a message that says what to do about it.</summary>
public sealed class SecurityMonkeyException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="errorId">A stable reason in PascalCase, such as <c>StoreSchemaTooNew</c>.</param>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">What failed, for which object, and what to do about it. Never a secret.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SecurityMonkeyException(string errorId, ErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
    }

    /// <summary>The stable reason.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of error.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The provider's own codes for it and the HTTP status, such as <c>NoSuchBucketPolicy</c> and <c>404</c>; empty where there are none.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>The object the error is about (a name or an id, never a secret), or null.</summary>
    public object? Target { get; init; }
}
