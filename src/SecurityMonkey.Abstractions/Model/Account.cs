namespace SecurityMonkey;

/// <summary>A cloud account, subscription, organisation or folder of documents that is watched.</summary>
public sealed record Account
{
    /// <summary>The store's number for the account; 0 until it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The unique name people use, compared without case.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its <see cref="AccountType"/>: AWS, Azure, GitHub, Export or a plug-in's.</summary>
    public required string Type { get; init; }

    /// <summary>What the provider calls it (AWS account number, tenant id, organisation); unique within the type.</summary>
    public required string Identifier { get; init; }

    /// <summary>Whether it is collected. Items of a disabled account are out of scope, not deleted.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>A known account of somebody else: never collected, but recognised when policies name it.</summary>
    public bool IsThirdParty { get; init; }

    /// <summary>Free text.</summary>
    public string? Notes { get; init; }

    /// <summary>Values of the type's custom fields by field name. Secrets are references, never values.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Wildcards of the item types that are in scope; empty means all.</summary>
    public IReadOnlyList<string> ItemTypes { get; init; } = [];

    /// <summary>Wildcards of the regions that are in scope; empty means all.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Wildcards of item names and native ids that are left out of scope.</summary>
    public IReadOnlyList<string> ExcludedNames { get; init; } = [];

    /// <summary>When it was added (UTC).</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last edited (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The value of a custom field, or null when it is not set.</summary>
    /// <param name="fieldName">The field's name, compared without case.</param>
    public string? GetField(string fieldName)
        => Fields.FirstOrDefault(field => string.Equals(field.Key, fieldName, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Returns the name, so that an account reads well in strings.</summary>
    public override string ToString() => Name;
}
