using System.Management.Automation;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class StoreCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Store_is_made_on_first_use_and_says_what_is_in_it()
    {
        _host.WriteGroups(("web", [22]));
        _host.AddExportAccount();
        _host.Run("Invoke-SMWatcher | Invoke-SMAudit").ThrowIfFailed();

        var store = _host.Run("Get-SMStore").ThrowIfFailed().Single<StoreInfo>();

        Assert.Equal((1, 1, 1, 1), (store.Accounts, store.Items, store.Revisions, store.OpenIssues));
        Assert.Equal(Path.Combine(_host.Folder, "store.db"), store.Path);
        Assert.True(store.Size > 0);
        Assert.True(_host.Run("Test-SMStore").ThrowIfFailed().Single<StoreCheck>().IsIntact);
    }

    [Fact]
    public void Another_store_can_be_chosen()
    {
        _host.Run("Add-SMAccount AWS prod -Identifier 123456789012").ThrowIfFailed();

        var other = _host.Run($"Connect-SMStore '{Path.Combine(_host.Folder, "other", "new.db")}'").ThrowIfFailed().Single<StoreInfo>();

        Assert.Equal(0, other.Accounts);
        Assert.Empty(_host.Run("Get-SMAccount").Output);
        Assert.Equal(1, _host.Run($"Connect-SMStore '{Path.Combine(_host.Folder, "store.db")}'").Single<StoreInfo>().Accounts);
    }

    [Fact]
    public void Store_that_cannot_be_opened_leaves_the_one_before()
    {
        var path = Path.Combine(_host.Folder, "letter.db");
        File.WriteAllText(path, "Dear Sir or Madam, this is not a database, but it is long enough to be looked at as one.");

        var result = _host.Run($"Connect-SMStore '{path}'");

        Assert.Empty(result.Output);
        Assert.Equal(("StoreCorrupt", ErrorCategory.InvalidData), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.Equal(Path.Combine(_host.Folder, "store.db"), _host.Run("Get-SMStore").ThrowIfFailed().Single<StoreInfo>().Path);
    }

    [Fact]
    public void Environment_variable_names_the_default_store()
    {
        var path = Path.Combine(_host.Folder, "by-variable.db");

        var result = _host.Run($"Disconnect-SMStore; $env:SECURITYMONKEY_STORE = '{path}'; try {{ (Get-SMStore).Path }} finally {{ Disconnect-SMStore; $env:SECURITYMONKEY_STORE = $null }}");

        Assert.Equal(path, result.ThrowIfFailed().Single<string>());
    }
}
