namespace SecurityMonkey.Engine.Storage;

/// <summary>Where the store lies when nobody says otherwise.</summary>
public static class StoreLocation
{
    /// <summary>The environment variable that names the store's file.</summary>
    public const string PathVariable = "SECURITYMONKEY_STORE";

    private const string FileName = "securitymonkey.db";

    /// <summary>The folder for the user's data: stores, own rules.</summary>
    public static string DataFolder
        => Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "SecurityMonkey");

    /// <summary>The file that the environment variable names, or the one in the user's data folder.</summary>
    public static string Default
        => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? Path.GetFullPath(path) : Path.Combine(DataFolder, FileName);
}
