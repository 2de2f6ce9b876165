namespace SecurityMonkey;

/// <summary>The scale that ties scores to severities.</summary>
public static class SeverityScale
{
    /// <summary>The lowest score.</summary>
    public const int MinScore = 0;

    /// <summary>The highest score.</summary>
    public const int MaxScore = 10;

    /// <summary>The severity of a score: 0 informational, 1 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and above critical.</summary>
    /// <param name="score">A score from 0 to 10.</param>
    public static Severity FromScore(int score) => score switch
    {
        <= 0 => Severity.Informational,
        <= 3 => Severity.Low,
        <= 6 => Severity.Medium,
        <= 8 => Severity.High,
        _ => Severity.Critical,
    };
}
