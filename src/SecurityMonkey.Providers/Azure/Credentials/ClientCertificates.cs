using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Azure.Credentials;

/// <summary>Finds the certificate of a service principal: in a file, or in a store by its thumbprint.</summary>
internal static class ClientCertificates
{
    /// <summary>Finds it; null where the account names none.</summary>
    /// <exception cref="SecurityMonkeyException">It is not there, or has no private key.</exception>
    public static async ValueTask<X509Certificate2?> FindAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        if (account.GetField(AzureFields.CertificatePath) is { } path)
        {
            var password = account.GetField(AzureFields.CertificatePasswordRef) is { } reference
                ? await context.GetSecretAsync(reference, cancellationToken).ConfigureAwait(false)
                : null;
            return await ReadAsync(account, path, password, cancellationToken).ConfigureAwait(false);
        }

        return account.GetField(AzureFields.CertificateThumbprint) is { } thumbprint ? FindInStores(account, thumbprint) : null;
    }

    private static async Task<X509Certificate2> ReadAsync(Account account, string path, string? password, CancellationToken cancellationToken)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            var text = System.Text.Encoding.ASCII.GetString(content);
            if (!text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                return WithKey(account, path, new X509Certificate2(content, password, X509KeyStorageFlags.EphemeralKeySet));
            }

            return WithKey(account, path, password is null ? X509Certificate2.CreateFromPem(text, text) : X509Certificate2.CreateFromEncryptedPem(text, text, password));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Failed(account, $"The certificate file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static X509Certificate2 FindInStores(Account account, string thumbprint)
    {
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            using var store = new X509Store(StoreName.My, location);
            try
            {
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            }
            catch (CryptographicException)
            {
                // Not every system has both stores.
                continue;
            }

            if (store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false) is [var found, ..])
            {
                return WithKey(account, $"{location}\\My\\{thumbprint}", found);
            }
        }

        throw Failed(account, $"No certificate with the thumbprint '{thumbprint}' is in the store My of the user or of the machine.");
    }

    private static X509Certificate2 WithKey(Account account, string place, X509Certificate2 certificate)
        => certificate.HasPrivateKey
            ? certificate
            : throw Failed(account, $"The certificate '{place}' has no private key. The file must hold both, or the store must have the key.");

    private static SecurityMonkeyException Failed(Account account, string message, Exception? cause = null)
        => new("CertificateNotFound", ErrorKind.AuthenticationFailed, message, cause)
        {
            Target = account.Name,
        };
}
