using System.Reflection;
using System.Runtime.Loader;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>
/// The load context of one plug-in: what lies beside it comes first, then what the module has, then what the host has. The contracts are
/// always the host's, so that both sides mean the same types.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private static readonly Assembly Contracts = typeof(IPlugin).Assembly;

    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;
    private readonly AssemblyLoadContext? _module = GetLoadContext(typeof(PluginLoadContext).Assembly);

    /// <summary>Creates the context of a plug-in; nothing is loaded yet.</summary>
    /// <param name="path">The plug-in's assembly.</param>
    public PluginLoadContext(string path)
        : base("SecurityMonkey plug-in " + Path.GetFileNameWithoutExtension(path), isCollectible: false)
    {
        _folder = Path.GetDirectoryName(path)!;
        _resolver = TryCreateResolver(path);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (string.Equals(assemblyName.Name, Contracts.GetName().Name, StringComparison.OrdinalIgnoreCase))
        {
            return Contracts;
        }

        var path = _resolver?.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : TryLoadFromModule(assemblyName);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static AssemblyDependencyResolver? TryCreateResolver(string path)
    {
        try
        {
            return new AssemblyDependencyResolver(path);
        }
        catch (InvalidOperationException)
        {
            // Without deps.json the folder itself is probed.
            return null;
        }
    }

    private Assembly? TryLoadFromModule(AssemblyName assemblyName)
    {
        try
        {
            return _module is null || _module == Default ? null : _module.LoadFromAssemblyName(assemblyName);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
