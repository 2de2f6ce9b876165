using System.Reflection;
using System.Runtime.InteropServices;

namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>Reads the cmdlets of an assembly without running anything of it.</summary>
internal static class CmdletReader
{
    private const string Namespace = "System.Management.Automation.";

    /// <summary>The cmdlets, by name.</summary>
    /// <exception cref="FileNotFoundException">It needs an assembly that is neither beside it, nor beside the tool, nor part of .NET.</exception>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static IReadOnlyList<CmdletInfo> Read(string assemblyPath)
    {
        var path = Path.GetFullPath(assemblyPath);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(FindAssemblies(path)));
        var types = context.LoadFromAssemblyPath(path).GetExportedTypes().Where(type => !type.IsAbstract);
        return [.. types.Select(Read).OfType<CmdletInfo>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static CmdletInfo? Read(Type type)
    {
        if (type.FindAttributes(Namespace + "CmdletAttribute").FirstOrDefault() is not { } data)
        {
            return null;
        }

        var names = data.GetValues().OfType<string>().ToArray();
        var parameters = ParameterReader.Read(type);
        return new CmdletInfo
        {
            Verb = names[0],
            Noun = names[1],
            Parameters = data.GetNamed("SupportsShouldProcess") is true
                ? [.. parameters, .. ParameterReader.GetShouldProcessParameters()]
                : parameters,
            DefaultParameterSet = data.GetNamed("DefaultParameterSetName") as string,
            HasDynamicParameters = type.GetInterfaces().Any(implemented =>
                string.Equals(implemented.FullName, Namespace + "IDynamicParameters", StringComparison.Ordinal)),
            OutputTypes = ReadOutputTypes(type),
        };
    }

    private static string[] ReadOutputTypes(Type type)
        => [.. type.FindAttributes(Namespace + "OutputTypeAttribute")
            .SelectMany(data => data.GetValues())
            .Select(value => value is Type output ? output.FullName : value as string)
            .OfType<string>()
            .Where(name => !string.Equals(name, "System.Void", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)];

    // PowerShell itself is found beside the tool, which brings PowerShell's reference assembly for that: a cmdlet assembly must not carry it.
    private static IEnumerable<string> FindAssemblies(string assemblyPath)
        => new[] { Path.GetDirectoryName(assemblyPath) ?? ".", AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory() }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
            .Distinct(StringComparer.Ordinal);
}
