using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Export;

/// <summary>Accounts that are folders of documents as the command line tools of the clouds write them.</summary>
public sealed class ExportPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "Export";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        registry.AddAccountType(new ExportAccountType());
        registry.AddItemType(ExportSession.Unreadable);
    }
}
