namespace SecurityMonkey.Engine.Accounts;

/// <summary>How an account names a secret without holding it.</summary>
internal static class SecretReference
{
    private const string EnvironmentScheme = "env:";
    private const string FileScheme = "file:";
    private const string VaultScheme = "secret:";
    private const int LongestSecret = 1024 * 1024;

    private static readonly string[] Schemes = [EnvironmentScheme, FileScheme, VaultScheme];

    /// <summary>Whether a text is a reference: <c>env:NAME</c>, <c>file:PATH</c> or <c>secret:NAME</c>.</summary>
    public static bool IsReference(string text)
        => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && text.Length > scheme.Length);

    /// <summary>Reads the secret that a reference names.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="host">Has the vault.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The secret; line ends after it are left out.</returns>
    /// <exception cref="SecurityMonkeyException">It is not there, or cannot be read.</exception>
    public static async ValueTask<string> ReadAsync(string reference, IRunListener host, CancellationToken cancellationToken)
    {
        if (!IsReference(reference))
        {
            // The text may be the secret itself, so it is not repeated.
            throw new SecurityMonkeyException(
                "AccountSecretNotReference", ErrorKind.InvalidArgument, "A secret is named as env:NAME, file:PATH or secret:NAME, and never given itself.");
        }

        var name = reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var secret = reference.StartsWith(EnvironmentScheme, StringComparison.OrdinalIgnoreCase) ? ReadVariable(reference, name)
            : reference.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) ? await ReadFileAsync(reference, name, cancellationToken).ConfigureAwait(false)
            : await ReadVaultAsync(reference, name, host, cancellationToken).ConfigureAwait(false);
        var trimmed = secret.TrimEnd('\r', '\n');
        return trimmed.Length > 0 ? trimmed : throw NotFound(reference, $"The secret at '{reference}' is empty.");
    }

    private static string ReadVariable(string reference, string name)
        => Environment.GetEnvironmentVariable(name)
            ?? throw NotFound(reference, $"The environment variable '{name}', which should hold a secret, is not set in this process. Set it, or change the account with Set-SMAccount.");

    private static async Task<string> ReadFileAsync(string reference, string path, CancellationToken cancellationToken)
    {
        var full = path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
            : path;
        if (!Path.IsPathFullyQualified(full))
        {
            throw NotFound(reference, $"'{reference}' is a relative path, which means another file in each folder. Name the secret's file by its full path.");
        }

        try
        {
            if (new FileInfo(full).Length > LongestSecret)
            {
                throw NotFound(reference, $"'{full}' is too large to hold a secret.");
            }

            return await File.ReadAllTextAsync(full, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotFound(reference, $"The file '{full}', which should hold a secret, cannot be read: {exception.Message}", exception);
        }
    }

    private static async Task<string> ReadVaultAsync(string reference, string name, IRunListener host, CancellationToken cancellationToken)
        => await host.GetVaultSecretAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(
                reference,
                $"'{reference}' is in a vault of SecretManagement, and this session has no command Get-Secret. " +
                "Install-PSResource Microsoft.PowerShell.SecretManagement, and register a vault that has the secret.");

    private static SecurityMonkeyException NotFound(string reference, string message, Exception? cause = null)
        => new("SecretNotFound", ErrorKind.NotFound, message, cause)
        {
            Target = reference,
        };
}
