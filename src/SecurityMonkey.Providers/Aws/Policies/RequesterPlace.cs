using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Where somebody asks from.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Values">The keys of conditions it sets.</param>
/// <param name="Addresses">The addresses it stands for; null where it is none.</param>
/// <param name="Vpc">The VPC or endpoint it stands for; null where it is none.</param>
internal sealed record RequesterPlace(string Text, IReadOnlyDictionary<string, IReadOnlyList<string>> Values, AddressSet? Addresses = null, string? Vpc = null)
{
    /// <summary>What he who asks chose of what he can choose, by key of conditions; null is a key that the request does not have.</summary>
    public IReadOnlyDictionary<string, string?> Choices { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether it is a place that no policy names.</summary>
    public bool IsAnywhere => Addresses is null && Vpc is null;
}
