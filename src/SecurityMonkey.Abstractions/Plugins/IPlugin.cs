namespace SecurityMonkey.Plugins;

/// <summary>What a plug-in assembly shows: one class that registers all it has.</summary>
public interface IPlugin
{
    /// <summary>The name shown in messages.</summary>
    string Name { get; }

    /// <summary>Registers account types, item types, watchers and auditors. Called anew for each engine that is opened, so it must always do the same.</summary>
    /// <param name="registry">Takes the registrations; what is there already is refused.</param>
    void Register(IPluginRegistry registry);
}
