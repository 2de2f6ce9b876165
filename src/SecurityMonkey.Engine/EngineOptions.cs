using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine;

/// <summary>What an engine is made of.</summary>
public sealed record EngineOptions
{
    /// <summary>The file of the store.</summary>
    public required string StorePath { get; init; }

    /// <summary>The plug-ins.</summary>
    public IReadOnlyList<IPlugin> Plugins { get; init; } = [];

    /// <summary>Files and folders of rule documents.</summary>
    public IReadOnlyList<string> RulePaths { get; init; } = [];

    /// <summary>Files and folders of watcher documents; a later one takes the place of an earlier one for the same item type.</summary>
    public IReadOnlyList<string> WatcherPaths { get; init; } = [];

    /// <summary>Files and folders of baselines.</summary>
    public IReadOnlyList<string> BaselinePaths { get; init; } = [];

    /// <summary>Files and folders of accounts that providers use for their own services.</summary>
    public IReadOnlyList<string> ServiceAccountPaths { get; init; } = [];

    /// <summary>Keeps parsed rule documents: a host that opens one engine after another gives the same to each.</summary>
    public RuleDocumentCache RuleDocuments { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
