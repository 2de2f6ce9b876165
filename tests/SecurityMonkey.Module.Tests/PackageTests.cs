using System.Management.Automation;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using SecurityMonkey.ModuleTests.Support;

namespace SecurityMonkey.ModuleTests;

public sealed class PackageTests : IDisposable
{
    private readonly ModuleRunspace _runspace = new();

    public void Dispose() => _runspace.Dispose();

    private static string Library => Path.Combine(Facts.ModuleFolder, "lib");

    [Fact]
    public void Only_the_contracts_lie_beside_the_manifest()
    {
        Assert.Equal(["SecurityMonkey.Abstractions.dll"], Directory.GetFiles(Facts.ModuleFolder, "*.dll").Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(Library, "SecurityMonkey.Abstractions.dll")));
        Assert.False(File.Exists(Path.Combine(Library, "System.Management.Automation.dll")));
    }

    [Theory]
    [InlineData("win-x64", "e_sqlite3.dll")]
    [InlineData("win-arm64", "e_sqlite3.dll")]
    [InlineData("linux-x64", "libe_sqlite3.so")]
    [InlineData("linux-arm64", "libe_sqlite3.so")]
    [InlineData("linux-musl-x64", "libe_sqlite3.so")]
    [InlineData("osx-x64", "libe_sqlite3.dylib")]
    [InlineData("osx-arm64", "libe_sqlite3.dylib")]
    public void Native_library_is_there_for_each_common_platform(string runtime, string file)
        => Assert.True(File.Exists(Path.Combine(Library, "runtimes", runtime, "native", file)));

    [Fact]
    public void Every_reference_is_in_the_package_or_in_the_platform()
    {
        var shipped = Directory.GetFiles(Library, "*.dll").Append(Path.Combine(Facts.ModuleFolder, "SecurityMonkey.Abstractions.dll")).ToArray();
        var known = shipped.Select(Path.GetFileNameWithoutExtension)
            .Concat(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(Path.GetFileNameWithoutExtension))
            .Append("System.Management.Automation")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        var missing = shipped.SelectMany(file => ReferencesOf(file).Where(reference => !known.Contains(reference)).Select(reference => $"{Path.GetFileName(file)} -> {reference}"));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_cmdlet_has_help_with_examples()
    {
        _runspace.Run(ModuleRunspace.Import);
        foreach (var command in _runspace.Run("Get-Command -Module SecurityMonkey.PowerShell").Select(command => (CommandInfo)command.BaseObject))
        {
            var help = Assert.Single(_runspace.Run($"Get-Help {command.Name} -Full"));
            Assert.EndsWith(".", help.Properties["Synopsis"].Value.ToString()!.Trim(), StringComparison.Ordinal);
            var examples = (PSObject)help.Properties["examples"].Value;
            var example = examples.Properties["example"].Value;
            Assert.True(LanguagePrimitives.GetEnumerable(example) is { } several && several.Cast<object>().Count() >= 2, command.Name);
        }
    }

    [Fact]
    public void About_topics_are_there()
        => Assert.Contains("about_SecurityMonkey.help.txt", Directory.GetFiles(Path.Combine(Facts.ModuleFolder, "en-US")).Select(Path.GetFileName));

    [Fact]
    public void Every_output_has_a_table_and_a_list_view()
    {
        _runspace.Run(ModuleRunspace.Import);
        var outputs = _runspace.Run("(Get-Command -Module SecurityMonkey.PowerShell).OutputType.Name").Select(name => (string)name.BaseObject).Where(name => name.StartsWith("SecurityMonkey.", StringComparison.Ordinal)).Distinct();
        var views = XDocument.Load(Path.Combine(Facts.ModuleFolder, "SecurityMonkey.PowerShell.Format.ps1xml")).Descendants("View").ToArray();

        Assert.All(outputs, output =>
        {
            var ofType = views.Where(view => view.Descendants("TypeName").Any(name => name.Value == output)).ToArray();
            Assert.True(ofType.Any(view => view.Element("TableControl") is not null), $"{output} has no table");
            Assert.True(ofType.Any(view => view.Element("ListControl") is not null), $"{output} has no list");
        });
    }

    [Fact]
    public void Views_show_every_type_without_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("groups.json"), """{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"web","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}],"IpPermissionsEgress":[]}]}""");
        _runspace.Run($"{ModuleRunspace.Import}; $null = Connect-SMStore '{folder.Combine("store.db")}'; $null = Add-SMAccount -Type Export -Name demo -Path '{folder.Path}'; $sets = Invoke-SMWatcher; $reports = Invoke-SMAudit");
        string[] commands =
        [
            "Get-SMAccount", "Get-SMAccountType", "Get-SMItemType", "Get-SMItem", "Get-SMRevision", "Get-SMChange", "Compare-SMRevision web", "$sets", "$reports", "Get-SMRun",
            "Get-SMRule", "Test-SMRule", "Get-SMIssue", "Get-SMIssueEvent 1", "Get-SMStore", "Test-SMStore", "Get-SMPlugin",
        ];

        foreach (var command in commands)
        {
            // Views leave a cell empty when its script fails, and note the failure here.
            var failures = _runspace.Run($"$Error.Clear(); $null = {command} | Out-Default; $Error | Where-Object {{ $_.FullyQualifiedErrorId -notlike 'Rule*' }}");
            Assert.Empty(failures.Select(failure => $"{command}: {failure}"));
        }

        _runspace.Run("Disconnect-SMStore");
    }

    private static IEnumerable<string> ReferencesOf(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
        {
            return [];
        }

        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
