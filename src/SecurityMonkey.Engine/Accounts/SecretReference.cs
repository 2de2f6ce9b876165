namespace SecurityMonkey.Engine.Accounts;

/// <summary>How an account names a secret without holding it.</summary>
internal static class SecretReference
{
    private static readonly string[] Schemes = ["env:", "file:", "secret:"];

    /// <summary>Whether a text is a reference: <c>env:NAME</c>, <c>file:PATH</c> or <c>secret:NAME</c>.</summary>
    public static bool IsReference(string text)
        => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && text.Length > scheme.Length);
}
