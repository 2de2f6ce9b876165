namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Amazon resource names: <c>arn:partition:service:region:account:resource</c>.</summary>
internal static class Arn
{
    /// <summary>The account of an ARN; <c>*</c> or a pattern where the ARN is one; an empty text where it names none (a bucket); null where the text is no ARN.</summary>
    public static string? AccountOf(string text)
    {
        var parts = text.Split(':', 6);
        return text is "*" || text.StartsWith("arn:*", StringComparison.Ordinal) && parts.Length < 6 ? "*"
            : parts.Length == 6 && parts[0] is "arn" ? parts[4]
            : null;
    }

    /// <summary>The resource of an ARN: what follows the account.</summary>
    public static string ResourceOf(string text) => text.Split(':', 6) is { Length: 6 } parts ? parts[5] : text;

    /// <summary>The service of an ARN.</summary>
    public static string ServiceOf(string text) => text.Split(':', 6) is { Length: 6 } parts ? parts[2] : "";

    /// <summary>Whether a text is the number of an account.</summary>
    public static bool IsAccountNumber(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}
