using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Where somebody asks from.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Values">The keys of conditions it sets.</param>
/// <param name="Addresses">The addresses it stands for; null where it is none.</param>
/// <param name="Vpc">The VPC or endpoint it stands for; null where it is none.</param>
internal sealed record RequesterPlace(string Text, IReadOnlyDictionary<string, IReadOnlyList<string>> Values, AddressSet? Addresses = null, string? Vpc = null)
{
    /// <summary>Whether it is a place that no policy names.</summary>
    public bool IsAnywhere => Addresses is null && Vpc is null;
}
