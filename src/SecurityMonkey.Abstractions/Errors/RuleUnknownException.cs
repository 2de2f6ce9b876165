namespace SecurityMonkey;

/// <summary>
/// The third answer of a rule, beside pass and fail: what it would have to look at could not be read, so that it cannot tell.
/// The item's earlier issues of that rule stay as they are, and the reason shows up in the coverage.
/// </summary>
public sealed class RuleUnknownException : Exception
{
    /// <summary>Creates the answer.</summary>
    /// <param name="message">What could not be read, why, and what to do about it.</param>
    public RuleUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the answer with what caused it.</summary>
    /// <param name="message">What could not be read, why, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public RuleUnknownException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
