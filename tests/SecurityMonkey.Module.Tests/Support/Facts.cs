using System.Reflection;

namespace SecurityMonkey.ModuleTests.Support;

/// <summary>What the build knows and the tests need.</summary>
internal static class Facts
{
    public static string RepositoryRoot { get; } = Get("RepositoryRoot");

    public static string ModuleFolder { get; } = Path.Combine(RepositoryRoot, "out", "module", "SecurityMonkey.PowerShell");

    public static string Manifest { get; } = Path.Combine(ModuleFolder, "SecurityMonkey.PowerShell.psd1");

    public static string ScriptHost { get; } = Get("ScriptHost");

    public static string OtherAzureCore { get; } = Get("OtherAzureCore");

    private static string Get(string key)
        => typeof(Facts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
