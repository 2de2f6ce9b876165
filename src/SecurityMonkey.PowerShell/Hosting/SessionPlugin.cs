using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>A plug-in that was added to a runspace.</summary>
/// <param name="Key">What tells it apart: its path, its item type, its rule. Who adds the same again replaces it.</param>
/// <param name="Info">What it brought.</param>
/// <param name="Plugin">The plug-in; null for documents.</param>
/// <param name="Documents">The documents; null for code.</param>
internal sealed record SessionPlugin(string Key, PluginInfo Info, IPlugin? Plugin, DocumentPackage? Documents);
