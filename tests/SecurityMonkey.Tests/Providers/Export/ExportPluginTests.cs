using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class ExportPluginTests
{
    [Fact]
    public void Plugin_brings_its_account_type_and_the_item_type_of_unreadable_documents()
    {
        Assert.Equal("Export", new ExportPlugin().Name);
        Assert.IsType<ExportAccountType>(ExportFolder.Plugins.GetAccountType("export"));
        Assert.Contains(ExportFolder.Plugins.ItemTypes, itemType => itemType.Id == "export.document");
    }
}
