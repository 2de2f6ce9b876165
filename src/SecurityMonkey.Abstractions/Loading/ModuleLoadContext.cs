using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SecurityMonkey.Loading;

/// <summary>
/// The load context of the module: cmdlets, engine, providers and every package live in it, beside other versions that
/// Az, AWS.Tools or PowerShell itself have loaded. Only this assembly is in the default context, so that its types are shared.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CmdletAssemblyName = "SecurityMonkey.PowerShell";

    private static readonly object Gate = new();
    private static ModuleLoadContext? _instance;

    private readonly string _libraryPath;
    private readonly AssemblyDependencyResolver? _resolver;

    private ModuleLoadContext(string moduleRoot)
        : base("SecurityMonkey", isCollectible: false)
    {
        ModuleRoot = moduleRoot;
        _libraryPath = Path.Combine(moduleRoot, "lib");
        _resolver = TryCreateResolver(Path.Combine(_libraryPath, CmdletAssemblyName + ".dll"));
    }

    /// <summary>The folder of the module's manifest.</summary>
    public string ModuleRoot { get; }

    /// <summary>Loads the cmdlet assembly, once for each process.</summary>
    /// <param name="moduleRoot">The folder of the module's manifest: <c>$PSScriptRoot</c> of its psm1.</param>
    /// <returns>The cmdlet assembly; the same one for every runspace and every later import.</returns>
    /// <exception cref="InvalidOperationException">Another copy of the module is loaded already.</exception>
    public static Assembly Load(string moduleRoot)
    {
        ArgumentException.ThrowIfNullOrEmpty(moduleRoot);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(moduleRoot));
        lock (Gate)
        {
            _instance ??= new ModuleLoadContext(root);
            if (!string.Equals(_instance.ModuleRoot, root, PathComparison))
            {
                throw new InvalidOperationException(
                    $"SecurityMonkey.PowerShell {Version} is already loaded from '{_instance.ModuleRoot}'. " +
                    $"To use the copy in '{root}', start a new PowerShell process and import it there.");
            }

            return _instance.LoadFromAssemblyPath(Path.Combine(_instance._libraryPath, CmdletAssemblyName + ".dll"));
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (string.Equals(assemblyName.Name, typeof(ModuleLoadContext).Assembly.GetName().Name, StringComparison.OrdinalIgnoreCase))
        {
            return typeof(ModuleLoadContext).Assembly;
        }

        var path = _resolver?.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(_libraryPath, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) ?? FindNativeLibrary(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static StringComparison PathComparison
        => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string Version
        => typeof(ModuleLoadContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static AssemblyDependencyResolver? TryCreateResolver(string cmdletAssemblyPath)
    {
        try
        {
            return new AssemblyDependencyResolver(cmdletAssemblyPath);
        }
        catch (InvalidOperationException)
        {
            // A host without hostpolicy, or a folder without deps.json: the folder itself is probed instead.
            return null;
        }
    }

    private string? FindNativeLibrary(string name)
    {
        var folder = Path.Combine(_libraryPath, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string[] fileNames = OperatingSystem.IsWindows() ? [name, name + ".dll"]
            : OperatingSystem.IsMacOS() ? [name, name + ".dylib", "lib" + name + ".dylib"]
            : [name, name + ".so", "lib" + name + ".so"];
        return fileNames.Select(fileName => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);
    }
}
