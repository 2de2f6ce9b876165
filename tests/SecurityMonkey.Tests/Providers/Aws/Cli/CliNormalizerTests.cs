using System.Text;
using SecurityMonkey.Providers.Aws.Cli;

namespace SecurityMonkey.Tests.Providers.Aws.Cli;

public sealed class CliNormalizerTests
{
    [Theory]
    [InlineData("aws.ec2.internetgateway", "{}", "{\"Attachments\":[],\"Tags\":[]}")]
    [InlineData("aws.ec2.internetgateway", "{ \"Tags\": [ ] }", "{ \"Tags\": [ ] ,\"Attachments\":[]}")]
    [InlineData("aws.ec2.internetgateway", "{\"Tags\":null,\"Attachments\":[]}", "{\"Tags\":[],\"Attachments\":[]}")]
    [InlineData("aws.ec2.keypair", "{\"Tags\":[],\"CreateTime\":\"2026-11-23T02:38:29.000Z\"}", "{\"Tags\":[],\"CreateTime\":\"2026-11-23T02:38:29+00:00\"}")]
    [InlineData("aws.ec2.keypair", "{\"Tags\":[],\"CreateTime\":\"2026-11-23T03:38:29.25+01:00\"}", "{\"Tags\":[],\"CreateTime\":\"2026-11-23T02:38:29.250000+00:00\"}")]
    [InlineData("aws.ec2.dhcpoptions", "{\"Tags\":[],\"DhcpConfigurations\":[{\"Key\":\"a\"}]}", "{\"Tags\":[],\"DhcpConfigurations\":[{\"Key\":\"a\",\"Values\":[]}]}")]
    public void Lists_that_were_left_out_are_empty_and_times_have_one_form(string itemType, string source, string expected) => Assert.Equal(expected, Normalize(itemType, source));

    [Theory]
    [InlineData("{\"Tags\":[],\"Attachments\":[]}")]
    [InlineData("{ \"Tags\" : [] , \"Attachments\" : [ ], \"NewMember\": { \"Tags\": 1.50, \"Text\": \"\\ud83d\" } }")]
    [InlineData("{\"Tags\":\"text\",\"Attachments\":{}}")]
    [InlineData("[1]")]
    public void What_needs_no_change_is_the_same_text(string source) => Assert.Equal(source, Normalize("aws.ec2.internetgateway", source));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("\"2026-11-23T02:38:29\\u002b00:00\"")]
    [InlineData("17")]
    public void What_is_no_time_stays(string time)
        => Assert.Equal($"{{\"Tags\":[],\"CreateTime\":{time}}}", Normalize("aws.ec2.keypair", $"{{\"Tags\":[],\"CreateTime\":{time}}}"));

    [Fact]
    public void Item_type_without_a_model_is_not_known() => Assert.Null(CliModels.Find("aws.iam.user"));

    private static string Normalize(string itemType, string json)
        => Encoding.UTF8.GetString(CliNormalizer.Normalize(Encoding.UTF8.GetBytes(json), CliModels.Find(itemType)!).Span);
}
