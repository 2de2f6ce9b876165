using System.Text;
using SecurityMonkey.Providers.Azure;

namespace SecurityMonkey.Tests.Providers.Azure;

public sealed class ArmShapeTests
{
    private const string Id = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";

    [Theory]
    [InlineData($$"""{"id":"{{Id}}","type":"Microsoft.Compute/virtualMachines","properties":{"a":null},"tags":{} }""")]
    [InlineData("""{"id":"x","type":"y","kind":"","tags":null}""")]
    [InlineData("""{"id":"/subscriptions/1","subscriptionId":"1","tenantId":"2","displayName":"d"}""")]
    [InlineData($$"""{"id":"{{Id}}","type":"Microsoft.Compute/disks","properties":{} }""")]
    public void Resource_in_form_is_the_same_bytes(string resource)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(resource);

        Assert.True(ArmShape.Normalize(bytes).Span.Overlaps(bytes.Span));
    }

    [Theory]
    [InlineData(
        $$"""{"id":"{{Id}}","type":"microsoft.compute/virtualmachines","tenantId":"t","kind":"","subscriptionId":"1","resourceGroup":"rg","sku":null,"properties":{"extended":{"x":1},"keep":{"extended":2} } }""",
        "{\"id\":\"" + Id + "\",\"type\":\"Microsoft.Compute/virtualMachines\",\"properties\":{\"keep\":{\"extended\":2}}}")]
    [InlineData(
        $$"""{"id":"{{Id}}","type":"Microsoft.Compute/VirtualMachines","properties":{"extended":{"x":"ü<\u0041"} },"zones":null}""",
        "{\"id\":\"" + Id + "\",\"type\":\"Microsoft.Compute/virtualMachines\",\"properties\":{\"extended\":{\"x\":\"ü<\\u0041\"} }}")]
    public void Resource_is_brought_into_form(string resource, string expected)
        => Assert.Equal(expected, Encoding.UTF8.GetString(ArmShape.Normalize(Encoding.UTF8.GetBytes(resource)).Span));

    [Theory]
    [InlineData("""{"nextLink":"n","value":[]}""")]
    [InlineData("""{"value":[1,"a",null,{"id":"x"}],"other":[{"kind":null}]}""")]
    [InlineData("""[{"id":"x"}]""")]
    [InlineData("null")]
    [InlineData("{\"value\":[{")]
    public void Page_without_anything_to_change_is_the_same(string page)
        => Assert.Equal(page, Encoding.UTF8.GetString(ArmShape.NormalizePage(Encoding.UTF8.GetBytes(page)).Span));

    [Fact]
    public void Resources_of_a_page_are_brought_into_form_where_they_stand()
    {
        const string Good = $$"""{"id":"{{Id}}","type":"Microsoft.Compute/virtualMachines"}""";
        var bad = Good.Replace("virtualMachines\"}", "VIRTUALMACHINES\",\"plan\":null}", StringComparison.Ordinal);
        var page = $$"""{"a":1,"value":[ {{Good}}, {{bad}} ,{{bad}},{{Good}}],"nextLink":"n"}""";

        Assert.Equal(
            $$"""{"a":1,"value":[ {{Good}}, {{Good}} ,{{Good}},{{Good}}],"nextLink":"n"}""",
            Encoding.UTF8.GetString(ArmShape.NormalizePage(Encoding.UTF8.GetBytes(page)).Span));
    }
}
