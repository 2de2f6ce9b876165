namespace SecurityMonkey;

/// <summary>A part of an account that could not be collected. What is below it is unknown: neither deleted nor fine.</summary>
/// <param name="Scope">The part: a region, a document, an item; empty means all of the unit.</param>
/// <param name="ErrorId">A stable reason, such as <c>AccessDenied</c> or <c>DocumentTruncated</c>.</param>
/// <param name="Message">What failed and what to do about it.</param>
/// <param name="Kind">The kind of failure, which decides the category of the error record.</param>
public sealed record ScopeFailure(string Scope, string ErrorId, string Message, ErrorKind Kind)
{
    /// <summary>Returns scope and message.</summary>
    public override string ToString() => Scope.Length == 0 ? Message : $"{Scope}: {Message}";
}
