using System.Security.Cryptography;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Storage.Sql;

namespace SecurityMonkey.Engine.Storage.Sqlite;

/// <summary>
/// The key that masks secrets lies beside the store, in <c>(store).key</c>, for its owner only. The store holds no more than a
/// fingerprint of it: who gets hold of the store alone cannot try out secrets.
/// </summary>
internal static class MaskingKeyFile
{
    private const string FingerprintSetting = "masking_key_fingerprint";
    private const int KeyBytes = 32;

    /// <summary>Reads the key, or makes one.</summary>
    /// <param name="database">The store's database.</param>
    /// <param name="storePath">The path of the store.</param>
    /// <param name="warnings">Takes a warning when the key was lost.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<byte[]> GetAsync(SqlDatabase database, string storePath, List<string> warnings, CancellationToken cancellationToken)
    {
        var path = storePath + ".key";
        var key = ReadOrCreate(path);
        var fingerprint = HexText.Of(SHA256.HashData(key))[..16];
        var known = await database.ReadValueAsync<string>(
            "SELECT value FROM store_setting WHERE name = @name", new { name = FingerprintSetting }, cancellationToken).ConfigureAwait(false);
        if (string.Equals(known, fingerprint, StringComparison.Ordinal))
        {
            return key;
        }

        if (known is not null)
        {
            warnings.Add(
                $"The masking key '{path}' is not the one that this store was used with. Secrets that did not change will show as changed once. " +
                "If you have the old key file, put it back before you collect.");
        }

        await database.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO store_setting (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                new { name = FingerprintSetting, value = fingerprint },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return key;
    }

    private static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new IOException($"The masking key '{path}' is damaged: it should have {KeyBytes} bytes.");
    }

    // Whoever comes second finds a whole key, never a part of one.
    private static void Create(string path)
    {
        var temporary = path + "." + Path.GetRandomFileName();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
        }

        try
        {
            File.Move(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
