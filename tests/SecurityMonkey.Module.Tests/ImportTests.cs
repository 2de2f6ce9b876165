using System.Management.Automation;
using SecurityMonkey.ModuleTests.Support;

namespace SecurityMonkey.ModuleTests;

public sealed class ImportTests : IDisposable
{
    private const string CountCommands = "@(Get-Command -Module SecurityMonkey.PowerShell).Count";

    // Each cmdlet has a page of help.
    private static readonly int Cmdlets = Directory.GetFiles(Path.Combine(Facts.RepositoryRoot, "module", "help", "en-US"), "*-SM*.md").Length;

    private readonly ModuleRunspace _runspace = new();
    private readonly ChildShell _child = new();

    public void Dispose()
    {
        _runspace.Dispose();
        _child.Dispose();
    }

    [Fact]
    public void Module_exports_what_its_manifest_says()
    {
        var exported = _runspace.Run($"{ModuleRunspace.Import}; (Get-Command -Module SecurityMonkey.PowerShell).Name").Select(name => (string)name.BaseObject).Order().ToArray();

        var manifest = _runspace.Run($"(Test-ModuleManifest '{Facts.Manifest}').ExportedCmdlets.Keys").Select(name => (string)name.BaseObject).Order();
        Assert.Equal(manifest, exported);
        Assert.Equal(Cmdlets, exported.Length);
    }

    [Fact]
    public void Manifest_is_valid_and_has_the_version_of_the_build()
    {
        var module = (PSModuleInfo)Assert.Single(_runspace.Run($"Test-ModuleManifest '{Facts.Manifest}'")).BaseObject;

        var props = File.ReadAllText(Path.Combine(Facts.RepositoryRoot, "src", "Directory.Build.props"));
        Assert.Contains($"<VersionPrefix>{module.Version}</VersionPrefix>", props, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_with_force_exports_everything_again()
        => Assert.Equal(Cmdlets, _runspace.Run($"{ModuleRunspace.Import}; {ModuleRunspace.Import} -Force; {ModuleRunspace.Import} -Force; {CountCommands}")[0].BaseObject);

    [Fact]
    public void Module_can_be_removed_and_imported_again()
    {
        Assert.Equal(0, _runspace.Run($"{ModuleRunspace.Import}; Remove-Module SecurityMonkey.PowerShell; {CountCommands}")[0].BaseObject);
        Assert.Equal(Cmdlets, _runspace.Run($"{ModuleRunspace.Import}; {CountCommands}")[0].BaseObject);
        Assert.Equal("AWS", _runspace.Run("(Get-SMAccountType AWS).Name")[0].BaseObject);
    }

    [Fact]
    public void Second_runspace_has_a_session_of_its_own()
    {
        using var folder = new TemporaryFolder();
        using var second = new ModuleRunspace();
        _runspace.Run($"{ModuleRunspace.Import}; $null = Connect-SMStore '{folder.Combine("one.db")}'");
        second.Run($"{ModuleRunspace.Import}; $null = Connect-SMStore '{folder.Combine("two.db")}'");

        _runspace.Run("$null = Add-SMAccount AWS prod -Identifier 123456789012");

        Assert.Single(_runspace.Run("Get-SMAccount"));
        Assert.Empty(second.Run("Get-SMAccount"));
        _runspace.Run("Disconnect-SMStore");
        second.Run("Disconnect-SMStore");
    }

    [Fact]
    public async Task Second_copy_is_refused_with_a_clear_message()
    {
        using var folder = new TemporaryFolder();
        CopyFolder(Facts.ModuleFolder, folder.Combine("SecurityMonkey.PowerShell"));

        var (exitCode, _, errors) = await _child.RunAsync(
            $"$ErrorActionPreference = 'Stop'; Import-Module '{Facts.Manifest}'; Import-Module '{folder.Combine("SecurityMonkey.PowerShell", "SecurityMonkey.PowerShell.psd1")}'");

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"is already loaded from '{Facts.ModuleFolder}'", errors, StringComparison.Ordinal);
        Assert.Contains("start a new PowerShell process", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_versions_that_were_loaded_before_do_no_harm()
    {
        var folder = _child.WriteDocument("nsg.json", """{"value":[{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n","name":"n","type":"Microsoft.Network/networkSecurityGroups","location":"westeurope","properties":{"securityRules":[],"defaultSecurityRules":[]}}]}""");

        var lines = await _child.RunLinesAsync(
            $$"""
            $default = [System.Runtime.Loader.AssemblyLoadContext]::Default
            $null = $default.LoadFromAssemblyPath('{{Facts.OtherAzureCore}}')
            $null = [Newtonsoft.Json.Linq.JObject]::Parse('{}')
            Import-Module '{{Facts.Manifest}}'
            $null = Add-SMAccount -Type Export -Name demo -Path '{{folder}}'
            $null = Invoke-SMWatcher | Invoke-SMAudit
            (Get-SMItem).ItemType
            foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Name -in 'Default', 'SecurityMonkey' }) {
                foreach ($assembly in $context.Assemblies | Where-Object { $_.GetName().Name -in 'Azure.Core', 'Newtonsoft.Json' }) {
                    "$($context.Name) $($assembly.GetName().Name) $($assembly.GetName().Version.Major).$($assembly.GetName().Version.Minor) $($assembly.Location.StartsWith('{{Facts.ModuleFolder}}'))"
                }
            }
            """);

        Assert.Equal("azure.network.networksecuritygroups", lines[0]);
        Assert.Contains("Default Azure.Core 1.36 False", lines);
        Assert.Contains("SecurityMonkey Azure.Core 1.53 True", lines);

        // PowerShell's engine has a Newtonsoft.Json of its own, so that no other can be loaded into the default context.
        Assert.Contains("Default Newtonsoft.Json 13.0 False", lines);
        Assert.Contains("SecurityMonkey Newtonsoft.Json 13.0 True", lines);
    }

    [Fact]
    public async Task Native_library_of_the_store_opens()
    {
        var lines = await _child.RunLinesAsync($"Import-Module '{Facts.Manifest}'; (Get-SMStore).Kind; (Test-SMStore).IsIntact");

        Assert.Equal(["SQLite", "True"], lines);
    }

    [Fact]
    public void Configuration_can_be_dotted_into()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("vpcs.json"), """{"Vpcs":[{"VpcId":"vpc-1","Tags":[{"Key":"Name","Value":"main"}],"IsDefault":true}]}""");

        var values = _runspace.Run(
            $$"""
            {{ModuleRunspace.Import}}; $null = Connect-SMStore '{{folder.Combine("store.db")}}'
            $null = Add-SMAccount -Type Export -Name demo -Path '{{folder.Path}}'; $null = Invoke-SMWatcher
            $item = Get-SMItem; $item.Config.Tags[0].Value; $item.Config.IsDefault; (Get-SMRevision).Config.VpcId; (Get-SMChange).After.VpcId
            Disconnect-SMStore
            """);

        Assert.Equal(["main", true, "vpc-1", "vpc-1"], values.Select(value => value.BaseObject));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
