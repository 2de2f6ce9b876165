using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Storage;

/// <summary>
/// The hashes that make history tamper-evident. A revision's chain hash is SHA-256 over the chain hash before it (32 zero bytes for
/// the first) and the revision's own facts; a unit's seal is SHA-256 over the account's seal before it and the unit's chain hashes.
/// </summary>
internal static class ChainHash
{
    /// <summary>What the first revision and the first seal build upon.</summary>
    public static byte[] Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The chain hash of a revision.</summary>
    /// <param name="previous">The chain hash of the revision before.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="number">The revision's number.</param>
    /// <param name="time">When it was seen, as the store holds it.</param>
    /// <param name="completeHash">The complete hash; null for a tombstone.</param>
    /// <param name="durableHash">The durable hash; null for a tombstone.</param>
    public static byte[] Of(byte[] previous, long itemId, int number, long time, byte[]? completeHash, byte[]? durableHash)
    {
        var facts = string.Create(CultureInfo.InvariantCulture, $"{itemId}|{number}|{time}|{HexText.Of(completeHash)}|{HexText.Of(durableHash)}");
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(facts)]);
    }

    /// <summary>Starts the seal of a unit.</summary>
    /// <param name="previous">The account's seal before.</param>
    /// <param name="unitId">The unit.</param>
    public static IncrementalHash StartSeal(byte[] previous, long unitId)
    {
        var seal = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        seal.AppendData(previous);
        seal.AppendData(Encoding.UTF8.GetBytes(unitId.ToString(CultureInfo.InvariantCulture)));
        return seal;
    }
}
