using Amazon;

namespace SecurityMonkey.Providers.Aws;

/// <summary>The names of AWS regions, as the AWS SDK knows them.</summary>
internal static class AwsRegions
{
    // The longest first, so that a zone such as us-west-2-lax-1a is not taken for another region.
    private static readonly string[] Names =
        [.. RegionEndpoint.EnumerableAllRegions.Select(region => region.SystemName).Order(StringComparer.Ordinal).OrderByDescending(name => name.Length)];

    /// <summary>The region of an availability zone (<c>eu-west-1a</c>, <c>us-west-2-lax-1a</c>), or null.</summary>
    public static string? OfZone(string zone) => Names.FirstOrDefault(name => zone.StartsWith(name, StringComparison.Ordinal));

    /// <summary>The region that a text names as a word of its own (<c>exports/eu-west-1/volumes.json</c>), or null.</summary>
    public static string? NamedIn(string text) => Names.FirstOrDefault(name => IsWordOf(text, name));

    private static bool IsWordOf(string text, string name)
    {
        for (var start = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); start >= 0; start = text.IndexOf(name, start + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = start + name.Length;
            if ((start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}
