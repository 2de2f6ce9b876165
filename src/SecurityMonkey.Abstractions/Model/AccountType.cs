namespace SecurityMonkey;

/// <summary>A kind of account and the questions to ask when one is added.</summary>
public sealed record AccountType
{
    /// <summary>The unique name, such as <c>AWS</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what such an account is.</summary>
    public required string Description { get; init; }

    /// <summary>What the provider calls the identifier, such as "Account number".</summary>
    public required string IdentifierLabel { get; init; }

    /// <summary>Where to find the identifier and how it looks.</summary>
    public required string IdentifierToolTip { get; init; }

    /// <summary>Whether an identifier must be given; where not, the account's name serves.</summary>
    public bool IsIdentifierRequired { get; init; } = true;

    /// <summary>The custom fields, in the order in which they are asked for.</summary>
    public IReadOnlyList<AccountField> Fields { get; init; } = [];

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
