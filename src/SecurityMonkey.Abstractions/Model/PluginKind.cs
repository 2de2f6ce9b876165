namespace SecurityMonkey;

/// <summary>How a plug-in came into the session.</summary>
public enum PluginKind
{
    /// <summary>It is a part of the module.</summary>
    BuiltIn,

    /// <summary>An assembly that Import-SMPlugin loaded.</summary>
    Assembly,

    /// <summary>Documents that Import-SMPlugin read.</summary>
    Documents,

    /// <summary>A script block that Register-SMWatcher or Register-SMAuditor took.</summary>
    Script,
}
