namespace SecurityMonkey;

/// <summary>A difference between two configurations at one path.</summary>
/// <param name="Kind">Whether the value was added, removed or changed.</param>
/// <param name="Path">
/// Where it is, such as <c>IpPermissions[0].IpRanges[1].CidrIp</c>. List positions are those of the later
/// configuration, or of the earlier one where the value was removed.
/// </param>
/// <param name="Before">The earlier value as JSON text; null where it was added.</param>
/// <param name="After">The later value as JSON text; null where it was removed.</param>
public sealed record Difference(DifferenceKind Kind, string Path, string? Before, string? After)
{
    /// <summary>Returns path, before and after.</summary>
    public override string ToString() => Kind switch
    {
        DifferenceKind.Added => $"+ {Path}: {After}",
        DifferenceKind.Removed => $"- {Path}: {Before}",
        _ => $"~ {Path}: {Before} -> {After}",
    };
}
