using System.Runtime.Loader;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Loading;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>Where the module's own files lie, and the user's.</summary>
internal static class ModulePaths
{
    /// <summary>The environment variable that names more files and folders of rules.</summary>
    public const string RulesVariable = "SECURITYMONKEY_RULES";

    /// <summary>The folder of the manifest; where the assembly was not loaded by the module, its own folder.</summary>
    public static string Root
        => AssemblyLoadContext.GetLoadContext(typeof(ModulePaths).Assembly) is ModuleLoadContext context
            ? context.ModuleRoot
            : Path.GetDirectoryName(typeof(ModulePaths).Assembly.Location)!;

    /// <summary>The environment variable that names more files and folders of watchers.</summary>
    public const string WatchersVariable = "SECURITYMONKEY_WATCHERS";

    /// <summary>The files and folders of rules: the module's, the user's, and those of the environment variable.</summary>
    public static IReadOnlyList<string> Rules => Find("rules", RulesVariable);

    /// <summary>The files and folders of watchers, likewise.</summary>
    public static IReadOnlyList<string> Watchers => Find("watchers", WatchersVariable);

    /// <summary>The files and folders of baselines: the module's and the user's.</summary>
    public static IReadOnlyList<string> Baselines => [Path.Combine(Root, "baselines"), Path.Combine(StoreLocation.DataFolder, "baselines")];

    /// <summary>The files and folders of accounts that providers use for their own services: the module's and the user's.</summary>
    public static IReadOnlyList<string> ServiceAccounts => [Path.Combine(Root, "accounts"), Path.Combine(StoreLocation.DataFolder, "accounts")];

    /// <summary>The folder of the user's rules.</summary>
    public static string UserRules => Path.Combine(StoreLocation.DataFolder, "rules");

    private static IReadOnlyList<string> Find(string folder, string variable)
        =>
        [
            Path.Combine(Root, folder),
            Path.Combine(StoreLocation.DataFolder, folder),
            .. Environment.GetEnvironmentVariable(variable)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [],
        ];
}
