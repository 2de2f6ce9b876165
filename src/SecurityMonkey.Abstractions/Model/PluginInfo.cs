namespace SecurityMonkey;

/// <summary>A plug-in of the session, and what it brought.</summary>
public sealed record PluginInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it came into the session.</summary>
    public required PluginKind Kind { get; init; }

    /// <summary>The file or folder it came from; empty where there is none.</summary>
    public string Path { get; init; } = "";

    /// <summary>The names of its account types.</summary>
    public IReadOnlyList<string> AccountTypes { get; init; } = [];

    /// <summary>The ids of the item types it defines or collects.</summary>
    public IReadOnlyList<string> ItemTypes { get; init; } = [];

    /// <summary>The ids of its rules.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The names of its baselines.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = [];

    /// <summary>How many accounts of providers' own services it names.</summary>
    public int KnownAccounts { get; init; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
