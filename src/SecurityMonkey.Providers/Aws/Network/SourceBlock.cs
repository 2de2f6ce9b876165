using SecurityMonkey.Network;

namespace SecurityMonkey.Providers.Aws.Network;

/// <summary>A block of addresses that a permission names.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Path">Where it stands in the configuration.</param>
/// <param name="Json">The element as JSON text.</param>
internal sealed record SourceBlock(string Text, AddressSet Addresses, string Path, string Json);
