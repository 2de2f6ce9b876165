using SecurityMonkey.Providers.Aws.Iam;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

public sealed class AwsDocumentTests : IAsyncLifetime
{
    private readonly AwsDocumentFixture _fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task Documents_have_no_fault_and_each_has_a_sample()
    {
        var plugins = (await _fixture.GetEngineAsync()).Plugins;

        Assert.Empty(plugins.Problems);
        Assert.Equal(
            AwsSample.ItemTypes,
            plugins.WatchersOf("AWS").Select(watcher => watcher.ItemType.Id).Where(id => !id.StartsWith("aws.ec2.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Documents_have_the_shape_that_the_schema_describes()
    {
        var schema = DocumentSchema.Load("watcher.schema.json");

        Assert.All(
            Directory.EnumerateFiles(AwsDocumentFixture.DocumentFolder, "*.yaml"),
            file => Assert.Empty(schema.Validate(File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("aws.iam.group", "GroupDetailList")]
    [InlineData("aws.iam.role", "RoleDetailList")]
    [InlineData("aws.iam.policy", "Policies")]
    [InlineData("aws.iam.passwordpolicy", "PasswordPolicy")]
    [InlineData("aws.rds.instance", "DBInstances")]
    [InlineData("aws.rds.cluster", "DBClusters")]
    public async Task Live_account_and_export_have_the_same_items(string itemType, string member)
    {
        var sample = _fixture.Use(itemType);
        await _fixture.WatchAsync(itemType);
        var printed = member is "PasswordPolicy" ? sample.Items[0].Config : $"[{string.Join(',', sample.Items.Select(item => item.Config))}]";
        var export = await _fixture.AddExportAsync("export.json", $$"""{"{{member}}":{{printed}}}""");

        await _fixture.WatchAsync(itemType, export.Name);

        var live = (await _fixture.GetItemsAsync()).Select(item => (item.NativeId, item.Name, item.Region, item.ConfigJson)).ToArray();
        Assert.NotEmpty(live);
        Assert.Equal(live, (await _fixture.GetItemsAsync(export.Name)).Select(item => (item.NativeId, item.Name, item.Region, item.ConfigJson)));
    }

    [Fact]
    public async Task Export_that_writes_times_and_documents_otherwise_has_the_same_items()
    {
        await _fixture.AddExportAsync(
            "export.json",
            """{"RoleDetailList":[{"RoleName":"r","Arn":"arn:aws:iam::123456789012:role/r","CreateDate":"2026-11-23T02:38:30Z","AssumeRolePolicyDocument":"%7B%22Version%22%3A1%7D","RolePolicyList":null}]}""");

        await _fixture.WatchAsync("aws.iam.role", "export");

        Assert.Equal(
            """{"Arn":"arn:aws:iam::123456789012:role/r","AssumeRolePolicyDocument":{"Version":1},"CreateDate":"2026-11-23T02:38:30+00:00","RoleName":"r"}""",
            Assert.Single(await _fixture.GetItemsAsync("export")).ConfigJson);
    }

    [Fact]
    public void Table_with_quotes_and_commas_is_read()
        => Assert.Equal(
            [("a,b", "x\"y"), ("c", "")],
            CsvTable.Read("user,arn,more\r\n\"a,b\",1,\"x\"\"y\"\r\nc,2,\r\n").Select(row => (row["user"], row["more"])));

    [Theory]
    [InlineData("user,arn\na\n")]
    [InlineData("user,other\na,b\n")]
    public void Table_without_its_columns_is_refused(string text)
        => Assert.Equal("AnswerInvalid", Assert.Throws<SecurityMonkeyException>(() => CsvTable.Read(text).ToList()).ErrorId);
}
