using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>A principal that a policy names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Account">The number of the account it lies in, <c>*</c> for any, or null.</param>
internal sealed record PolicyPrincipal(PrincipalKind Kind, string Text, string? Account)
{
    /// <summary>Everybody.</summary>
    public static readonly PolicyPrincipal Everyone = new(PrincipalKind.Everyone, "*", "*");

    /// <summary>Reads <c>Principal</c> or <c>NotPrincipal</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<PolicyPrincipal> Read(JsonElement principal)
        => principal.ValueKind switch
        {
            JsonValueKind.Object =>
            [
                .. principal.EnumerateObject().SelectMany(member => PolicyStatement.Texts(member.Value).Select(text => Of(member.Name, text))),
            ],
            JsonValueKind.String or JsonValueKind.Array => [.. PolicyStatement.Texts(principal).Select(text => Of("AWS", text))],
            _ => throw new FormatException($"A principal is a map or a text, not {principal.GetRawText()}."),
        };

    private static PolicyPrincipal Of(string kind, string text)
        => kind.ToUpperInvariant() switch
        {
            _ when text is "*" => Everyone,
            "AWS" => OfAws(text),
            "SERVICE" => new PolicyPrincipal(PrincipalKind.Service, text, null),
            "FEDERATED" => new PolicyPrincipal(PrincipalKind.Federated, text, Arn.AccountOf(text)),
            "CANONICALUSER" => new PolicyPrincipal(PrincipalKind.CanonicalUser, text, null),
            _ => throw new FormatException($"'{kind}' is not a kind of principal; known are AWS, Service, Federated and CanonicalUser."),
        };

    private static PolicyPrincipal OfAws(string text)
    {
        if (Arn.IsAccountNumber(text))
        {
            return new PolicyPrincipal(PrincipalKind.Account, text, text);
        }

        var account = Arn.AccountOf(text);
        return account is null
            ? new PolicyPrincipal(PrincipalKind.Deleted, text, null)
            : new PolicyPrincipal(text.EndsWith(":root", StringComparison.Ordinal) ? PrincipalKind.Account : PrincipalKind.Identity, text, account);
    }
}
