namespace SecurityMonkey;

/// <summary>A part of an item that could not be read. It is unknown: neither absent nor changed, and no rule that looks at it passes.</summary>
/// <param name="Path">Where the part would stand in the configuration: member names separated by dots, such as <c>Policy</c> or <c>properties.blobServices</c>; empty means the whole item.</param>
/// <param name="ErrorId">A stable reason, such as <c>AccessDenied</c>.</param>
/// <param name="Message">What failed and what to do about it; where a permission is missing, its name.</param>
public sealed record UnknownPart(string Path, string ErrorId, string Message)
{
    /// <summary>The kind of failure, which decides the category of the error record.</summary>
    public ErrorKind Kind { get; init; }

    /// <summary>Returns path and message.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
