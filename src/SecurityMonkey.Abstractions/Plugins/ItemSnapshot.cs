using System.Text;

namespace SecurityMonkey.Plugins;

/// <summary>An item as a watcher has just read it.</summary>
public sealed class ItemSnapshot
{
    /// <summary>Creates a snapshot from UTF-8 JSON.</summary>
    /// <param name="nativeId">What the provider calls the item for ever.</param>
    /// <param name="config">The configuration as UTF-8 JSON, in any order and spacing. It is read before the next snapshot is asked for, so a buffer may be used again.</param>
    public ItemSnapshot(string nativeId, ReadOnlyMemory<byte> config)
    {
        ArgumentException.ThrowIfNullOrEmpty(nativeId);
        NativeId = nativeId;
        Name = nativeId;
        Config = config;
    }

    /// <summary>Creates a snapshot from JSON text.</summary>
    /// <param name="nativeId">What the provider calls the item for ever.</param>
    /// <param name="configJson">The configuration as JSON text, in any order and spacing.</param>
    public ItemSnapshot(string nativeId, string configJson)
        : this(nativeId, Encoding.UTF8.GetBytes(configJson))
    {
    }

    /// <summary>What the provider calls the item for ever.</summary>
    public string NativeId { get; }

    /// <summary>A label for people; the native id where it has none.</summary>
    public string Name { get; init; }

    /// <summary>The region.</summary>
    public string Region { get; init; } = SecurityMonkey.Region.Global;

    /// <summary>The scope it was read from; empty where the watcher has only one.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The parts that could not be read and are therefore not in the configuration. Where they were read before, they are taken to be as they were.</summary>
    public IReadOnlyList<UnknownPart> UnknownParts { get; init; } = [];

    /// <summary>The configuration as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Config { get; }
}
