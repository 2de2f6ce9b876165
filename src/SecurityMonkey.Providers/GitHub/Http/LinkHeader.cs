namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>Reads the header <c>Link</c> (RFC 8288), by which an answer names its further pages.</summary>
internal static class LinkHeader
{
    /// <summary>The target of a relation, or null.</summary>
    /// <param name="header">The header, such as <c>&lt;https://api.github.com/...?page=2&gt;; rel="next"</c>.</param>
    /// <param name="relation">The relation, such as <c>next</c>.</param>
    public static string? Find(string? header, string relation)
    {
        var rest = header ?? "";
        while (rest.IndexOf('<', StringComparison.Ordinal) is var start and >= 0 && rest.IndexOf('>', start) is var end and > 0)
        {
            var target = rest[(start + 1)..end];
            rest = rest[(end + 1)..];

            // The parameters of this link end where the next link begins; addresses in angle brackets may hold commas.
            var next = rest.IndexOf('<', StringComparison.Ordinal);
            var parameters = (next < 0 ? rest : rest[..next]).Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parameters.Any(parameter => IsRelation(parameter, relation)))
            {
                return target;
            }
        }

        return null;
    }

    private static bool IsRelation(string parameter, string relation)
    {
        var parts = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && parts[0].Equals("rel", StringComparison.OrdinalIgnoreCase)
            && parts[1].Trim('"').Split(' ').Contains(relation, StringComparer.OrdinalIgnoreCase);
    }
}
