namespace SecurityMonkey;

/// <summary>The kind of an error; each kind has one category of error records.</summary>
public enum ErrorKind
{
    /// <summary>Something unforeseen.</summary>
    Unexpected,

    /// <summary>A value given by a person is wrong.</summary>
    InvalidArgument,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>What was to be made exists already.</summary>
    AlreadyExists,

    /// <summary>A document or answer is not what it should be.</summary>
    InvalidData,

    /// <summary>A document does not parse.</summary>
    ParseError,

    /// <summary>The identity is known but may not do this.</summary>
    PermissionDenied,

    /// <summary>The identity could not be established.</summary>
    AuthenticationFailed,

    /// <summary>The service asked to come back later, for too long.</summary>
    LimitExceeded,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The other side cannot be reached.</summary>
    ConnectionFailed,

    /// <summary>Somebody else is at it.</summary>
    Busy,

    /// <summary>What it needs is not there: a folder, a file, a service.</summary>
    Unavailable,

    /// <summary>This version cannot do it.</summary>
    NotSupported,
}
