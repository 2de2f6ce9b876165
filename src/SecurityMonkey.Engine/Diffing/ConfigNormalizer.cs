using System.Security.Cryptography;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Brings the configurations of one item type into the form in which they are stored and compared. Not safe for several threads.</summary>
internal sealed class ConfigNormalizer
{
    private readonly PathMatcher _paths;
    private readonly JsonCanonicalizer _canonicalizer;

    /// <summary>Creates a normalizer.</summary>
    /// <param name="paths">The item type's declared paths.</param>
    /// <param name="mask">Takes the place of secrets.</param>
    public ConfigNormalizer(PathMatcher paths, SecretMask mask)
    {
        _paths = paths;
        _canonicalizer = new JsonCanonicalizer(mask);
    }

    /// <summary>The bits of the patterns that matched something in any configuration so far.</summary>
    public ulong Matched => _canonicalizer.Matched;

    /// <summary>Masks, writes in canonical form and hashes.</summary>
    /// <param name="config">A configuration as UTF-8 JSON.</param>
    /// <exception cref="System.Text.Json.JsonException">The configuration is not JSON.</exception>
    public NormalizedConfig Normalize(ReadOnlySpan<byte> config)
    {
        var canonical = _canonicalizer.Write(config, _paths.Root, CanonicalForm.Complete);
        if (SecretDetector.MayHoldSecret(canonical))
        {
            canonical = _canonicalizer.Write(config, _paths.Root, CanonicalForm.CompleteSearched);
        }

        return Hash(canonical.ToArray());
    }

    /// <summary>Writes in canonical form and hashes what was masked before.</summary>
    /// <param name="config">A configuration as UTF-8 JSON, put together from normalized ones.</param>
    public NormalizedConfig NormalizeMasked(ReadOnlySpan<byte> config)
        => Hash(_canonicalizer.Write(config, _paths.Root, CanonicalForm.Plain).ToArray());

    private NormalizedConfig Hash(byte[] json)
    {
        var completeHash = SHA256.HashData(json);
        var durableHash = _canonicalizer.Seen.HasFlag(PathFlags.Ephemeral)
            ? SHA256.HashData(_canonicalizer.Write(json, _paths.Root, CanonicalForm.Durable))
            : completeHash;
        return new NormalizedConfig(json, completeHash, durableHash);
    }
}
