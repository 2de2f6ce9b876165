namespace SecurityMonkey;

/// <summary>What a rule says of an item.</summary>
/// <param name="Message">What is wrong, with its particulars.</param>
public sealed record Finding(string Message)
{
    /// <summary>What tells two findings of one rule on one item apart; empty when there can be only one. It must not hold texts that change.</summary>
    public string Discriminator { get; init; } = "";

    /// <summary>Another score than the rule's, or null.</summary>
    public int? Score { get; init; }

    /// <summary>The paths and values that led to the finding.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
}
