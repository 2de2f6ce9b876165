using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class NetworkCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Networks_are_added_shown_and_removed()
    {
        var added = _host.Run("Add-SMNetwork 198.51.100.7, 2001:db8::1/32, 10.1.2.3/8 -Name office -Notes Berlin").ThrowIfFailed().As<KnownNetwork>();

        Assert.Equal(["198.51.100.7/32", "2001:db8::/32", "10.0.0.0/8"], added.Select(network => network.Cidr));
        Assert.Equal(3, _host.Run("Get-SMNetwork off*").ThrowIfFailed().Output.Count);
        Assert.Equal("Berlin", _host.Run("Get-SMNetwork 10.0.0.0/8").Single<KnownNetwork>().Notes);
        Assert.Equal("NetworkNotFound", _host.Run("Get-SMNetwork nowhere").ErrorId);
        Assert.Empty(_host.Run("Remove-SMNetwork office -WhatIf").ThrowIfFailed().Output);
        _host.Run("Get-SMNetwork 10.0.0.0/8 | Remove-SMNetwork").ThrowIfFailed();
        Assert.Equal(2, _host.Run("Get-SMNetwork").Output.Count);
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0")]
    [InlineData("office")]
    [InlineData("10.0.0.0/-1")]
    public void What_is_no_network_is_refused(string text) => Assert.Equal("NetworkInvalid", _host.Run($"Add-SMNetwork '{text}' -Name x").ErrorId);

    [Fact]
    public void Lists_are_imported_whole_or_not_at_all()
    {
        var csv = Path.Combine(_host.Folder, "networks.csv");
        File.WriteAllText(csv, "name,cidr,notes\noffice,198.51.100.7,\"Berlin, Mitte\"\n\n# more\npartner,203.0.113.0/24\n");
        var broken = Path.Combine(_host.Folder, "broken.txt");
        File.WriteAllText(broken, "192.0.2.0/24\nnowhere\n");

        var imported = _host.Run($"Import-SMNetwork '{csv}'").ThrowIfFailed().As<KnownNetwork>();
        var refused = _host.Run($"Import-SMNetwork '{broken}' -Name x");

        Assert.Equal([("198.51.100.7/32", "office", "Berlin, Mitte"), ("203.0.113.0/24", "partner", null)], imported.Select(network => (network.Cidr, network.Name, network.Notes)));
        Assert.Equal("NetworkInvalid", refused.ErrorId);
        Assert.Equal(2, _host.Run("Get-SMNetwork").Output.Count);
    }
}
