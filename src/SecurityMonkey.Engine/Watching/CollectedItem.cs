using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Watching;

/// <summary>An item as it was collected, with its configuration in the form in which it is stored.</summary>
internal sealed record CollectedItem(string NativeId, string Region, string Name, string Scope, NormalizedConfig Config)
{
    /// <summary>What could not be read of it, and is not in the configuration.</summary>
    public IReadOnlyList<UnknownPart> UnknownParts { get; init; } = [];
}
