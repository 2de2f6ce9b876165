namespace SecurityMonkey;

/// <summary>How one inline example of a rule came out.</summary>
public sealed record RuleTestResult
{
    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>The example's name.</summary>
    public required string Example { get; init; }

    /// <summary><c>pass</c> or <c>fail</c>: what the example says the rule should say.</summary>
    public required string Expected { get; init; }

    /// <summary><c>pass</c>, <c>fail</c>, or <c>error</c> when the rule threw.</summary>
    public required string Actual { get; init; }

    /// <summary>Whether both are the same.</summary>
    public required bool IsSuccess { get; init; }

    /// <summary>The findings' messages, or the error.</summary>
    public required string Message { get; init; }

    /// <summary>File and line of the example.</summary>
    public required string Source { get; init; }
}
