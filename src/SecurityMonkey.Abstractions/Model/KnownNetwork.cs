namespace SecurityMonkey;

/// <summary>A block of addresses that belongs to somebody we know: an office, a data centre, a partner.</summary>
public sealed record KnownNetwork
{
    /// <summary>The block, IPv4 or IPv6, with the bits after the prefix cleared: <c>203.0.113.0/24</c>. It is unique.</summary>
    public required string Cidr { get; init; }

    /// <summary>A name for people; several blocks may share it.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public string? Notes { get; init; }

    /// <summary>When it was added (UTC).</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last edited (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Returns block and name.</summary>
    public override string ToString() => $"{Cidr} {Name}";
}
