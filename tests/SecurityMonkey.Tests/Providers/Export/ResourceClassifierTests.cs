namespace SecurityMonkey.Tests.Providers.Export;

public sealed class ResourceClassifierTests
{
    private const string Disk = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/disks/d";

    /// <summary>As <c>az disk list</c> prints it: the members of <c>properties</c> stand beside the name.</summary>
    private const string Flattened =
        $$"""{"id":"{{Disk}}","name":"d","type":"Microsoft.Compute/disks","location":"westeurope","resourceGroup":"rg","diskSizeGb":30,"encryption":{"type":"x"} }""";

    [Fact]
    public async Task Summary_of_a_resource_is_refused_with_advice()
    {
        // As az resource list prints it: there are properties, but they are not told.
        const string Summary = $$"""
            [{"changedTime":"2024-01-01","createdTime":"2024-01-01","extendedLocation":null,"id":"{{Disk}}","identity":null,"kind":null,"location":"westeurope",
            "managedBy":null,"name":"d","plan":null,"properties":null,"provisioningState":"Succeeded","resourceGroup":"rg","sku":null,"tags":{},
            "type":"Microsoft.Compute/disks"}]
            """;

        var failure = (await ExportFolder.CollectAsync("disks.json", Summary)).AssertFailed("export.document", "disks.json", "DocumentNotRecognized");

        Assert.Contains("'az ... list' command", failure.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flattened_list_is_refused_with_advice()
    {
        var collection = await ExportFolder.CollectAsync("disks.json", $$"""[{"id":"{{Disk}}2","type":"Microsoft.Compute/disks","properties":{} },{{Flattened}}]""");

        var failure = collection.AssertFailed("azure.compute.disks", "disks.json", "DocumentNotRecognized");
        Assert.Contains("Element 2 of the list looks like the flattened output of an 'az ... list' command", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("'az rest --method get --url ...' or 'az graph query'", failure.Error.Message, StringComparison.Ordinal);
        Assert.Single(collection.Items);
    }

    [Fact]
    public async Task Flattened_resource_is_refused_with_advice()
    {
        var collection = await ExportFolder.CollectAsync("disk.json", Flattened);

        var failure = collection.AssertFailed("export.document", "disk.json", "DocumentNotRecognized");
        Assert.Contains("The document looks like the flattened output of an 'az ... list' command", failure.Error.Message, StringComparison.Ordinal);
        Assert.Empty(collection.Items);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(
        ",\"location\":\"westeurope\",\"tags\":{\"a\":\"b\"},\"sku\":{\"name\":\"x\"},\"zones\":[\"1\"]",
        ",\"location\":\"westeurope\",\"tags\":{\"a\":\"b\"},\"sku\":{\"name\":\"x\"},\"zones\":[\"1\"]")]
    [InlineData(",\"resourceGroup\":\"rg\",\"subscriptionId\":\"1\",\"tenantId\":\"2\",\"kind\":\"\",\"plan\":null,\"identity\":null,\"extendedLocation\":null", "")]
    public async Task Resource_without_properties_is_a_resource(string members, string kept)
    {
        var resource = $$"""{"id":"{{Disk}}","name":"d","type":"microsoft.compute/disks"{{members}}}""";
        var item = $$"""{"id":"{{Disk}}","name":"d","type":"Microsoft.Compute/disks"{{kept}}}""";

        Assert.Equal(item, (await ExportFolder.CollectAsync("disks.json", $"[{resource}]")).Single().Config);
    }

    [Fact]
    public async Task Resource_with_properties_may_have_members_of_its_own()
    {
        var resource = $$"""{"id":"{{Disk}}","type":"Microsoft.Compute/disks","managedByTenants":[],"properties":{"diskSizeGB":30} }""";

        Assert.Equal(resource, (await ExportFolder.CollectAsync("disks.json", $"[{resource}]")).Single().Config);
    }

    [Fact]
    public async Task Members_inside_a_resource_do_not_make_it_another()
    {
        var resource = $$"""{"properties":{"id":"/x","url":"https://api.github.com/users/a","type":"y","SecurityGroups":[{}]},"id":"{{Disk}}"}""";

        Assert.Equal("azure.compute.disks", (await ExportFolder.CollectAsync("disks.json", resource)).Single().ItemType);
    }

    [Theory]
    [InlineData("""{"name":"no id"}""")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":"5f0e8a3c-0000-0000-0000-000000000000","type":"Microsoft.Compute/disks"}""")]
    [InlineData("""{"id":"https://vault.example/secrets/one"}""")]
    [InlineData("{}")]
    public async Task Element_that_is_no_resource_fails_the_list(string element)
    {
        var collection = await ExportFolder.CollectAsync("mixed.json", $$"""{"value":[{"id":"{{Disk}}"},{{element}}]}""");

        var failure = collection.AssertFailed("azure.compute.disks", "mixed.json", "DocumentNotRecognized");
        Assert.Contains("Element 2 of the list is not recognised", failure.Error.Message, StringComparison.Ordinal);
        Assert.Single(collection.Items);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task Element_that_is_no_object_fails_the_list(string element)
    {
        var azure = await ExportFolder.CollectAsync("mixed.json", $$"""{"value":[{"id":"{{Disk}}"},{{element}}]}""");
        var aws = await ExportFolder.CollectAsync("vpcs.json", $$"""{"Vpcs":[{"VpcId":"vpc-1"},{{element}},{"VpcId":"vpc-2"}]}""");

        Assert.Equal(
            "mixed.json: Element 2 of the list is not an object.", azure.AssertFailed("azure.compute.disks", "mixed.json", "DocumentNotRecognized").Error.Message);
        Assert.Equal("vpcs.json: Element 2 of the list is not an object.", aws.AssertFailed("aws.ec2.vpc", "vpcs.json", "DocumentNotRecognized").Error.Message);
        Assert.Equal(["vpc-1", "vpc-2"], aws.Items.Select(item => item.NativeId));
    }
}
