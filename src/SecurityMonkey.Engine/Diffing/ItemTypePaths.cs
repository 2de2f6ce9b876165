namespace SecurityMonkey.Engine.Diffing;

/// <summary>The declared paths of an item type, compiled, with the secret names that count for every item type.</summary>
internal static class ItemTypePaths
{
    // Names that hold a secret wherever they stand, if they hold a text. Kept exact: "PasswordPolicy" is no secret.
    private static readonly string[] SecretNames =
    [
        "password", "Password", "adminPassword", "AdminPassword", "administratorLoginPassword", "MasterUserPassword", "masterPassword",
        "clientSecret", "ClientSecret", "secretAccessKey", "SecretAccessKey", "sessionToken", "SessionToken", "accessToken", "AuthToken",
        "privateKey", "PrivateKey", "KeyMaterial", "PreSharedKey", "sharedKey", "sharedAccessKey", "storageAccountKey",
        "connectionString", "ConnectionString", "customData", "UserData",
    ];

    private static readonly (PathPattern, PathFlags)[] SecretNamePatterns =
        [.. SecretNames.Select(name => (PathPattern.Parse($"**.{name}"), PathFlags.SecretText))];

    /// <summary>Compiles an item type's paths.</summary>
    /// <exception cref="SecurityMonkeyException">A path cannot be read; the message names it.</exception>
    public static PathMatcher Compile(ItemType itemType)
    {
        try
        {
            return new PathMatcher(
            [
                .. itemType.EphemeralPaths.Select(path => (PathPattern.Parse(path), PathFlags.Ephemeral)),
                .. itemType.UnorderedPaths.Select(path => (PathPattern.Parse(path), PathFlags.Unordered)),
                .. itemType.SecretPaths.Select(path => (PathPattern.Parse(path), PathFlags.Secret)),
                .. SecretNamePatterns,
            ]);
        }
        catch (FormatException exception)
        {
            throw new SecurityMonkeyException(
                "ItemTypePathInvalid",
                ErrorKind.InvalidArgument,
                $"The item type '{itemType.Id}' declares a path that cannot be read. {exception.Message}",
                exception)
            { Target = itemType.Id };
        }
    }
}
