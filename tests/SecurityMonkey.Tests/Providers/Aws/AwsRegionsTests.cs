using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Tests.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Aws;

public sealed class AwsRegionsTests
{
    [Theory]
    [InlineData("eu-west-1a", "eu-west-1")]
    [InlineData("us-east-1f", "us-east-1")]
    [InlineData("us-west-2-lax-1a", "us-west-2")]
    [InlineData("us-east-1-wl1-bos-wlz-1", "us-east-1")]
    [InlineData("us-gov-west-1a", "us-gov-west-1")]
    [InlineData("cn-north-1b", "cn-north-1")]
    [InlineData("ap-southeast-1a", "ap-southeast-1")]
    public void Zone_lies_in_its_region(string zone, string region) => Assert.Equal(region, AwsRegions.OfZone(zone));

    [Theory]
    [InlineData("")]
    [InlineData("zz-nowhere-1a")]
    [InlineData("lax-1a")]
    public void Zone_of_no_known_region_tells_nothing(string zone) => Assert.Null(AwsRegions.OfZone(zone));

    [Theory]
    [InlineData("eu-west-1/volumes.json", "eu-west-1")]
    [InlineData("prod/eu-west-1/volumes.json", "eu-west-1")]
    [InlineData("prod/EU-West-1/volumes.json", "eu-west-1")]
    [InlineData("volumes-eu-west-1.json", "eu-west-1")]
    [InlineData("volumes_eu-west-1.json", "eu-west-1")]
    [InlineData("eu-west-1.json", "eu-west-1")]
    [InlineData("us-gov-west-1.volumes.json", "us-gov-west-1")]
    [InlineData("eu-west-12/eu-west-1.json", "eu-west-1")]
    [InlineData("neu-west-1-eu-west-1a/eu-west-1/volumes.json", "eu-west-1")]
    public void Text_names_a_region_as_a_word_of_its_own(string text, string region) => Assert.Equal(region, AwsRegions.NamedIn(text));

    [Theory]
    [InlineData("volumes.json")]
    [InlineData("eu-west-12/volumes.json")]
    [InlineData("neu-west-1/volumes.json")]
    [InlineData("eu-west-1a/volumes.json")]
    [InlineData("eu-west/volumes.json")]
    public void Text_without_such_a_word_names_none(string text) => Assert.Null(AwsRegions.NamedIn(text));

    [Theory]
    [InlineData("eu-west-1/groups.json", "eu-west-1")]
    [InlineData("groups-eu-west-1.json", "eu-west-1")]
    [InlineData("eu-west-12/groups.json", "unknown")]
    [InlineData("groups.json", "unknown")]
    public async Task Path_gives_the_region_where_the_resource_does_not(string path, string region)
    {
        var collection = await ExportFolder.CollectAsync(path, """{"SecurityGroups":[{"GroupId":"sg-1"}]}""");

        var item = collection.Single();
        Assert.Equal((region, path), (item.Region, item.Scope));
    }

    [Theory]
    [InlineData("""{"Volumes":[{"VolumeId":"vol-1","AvailabilityZone":"us-east-1a"}]}""", "us-east-1")]
    [InlineData("""{"Subnets":[{"SubnetId":"subnet-1","SubnetArn":"arn:aws:ec2:us-east-2:1:subnet/subnet-1"}]}""", "us-east-2")]
    [InlineData("""{"UserDetailList":[{"Arn":"arn:aws:iam::1:user/alice"}]}""", "global")]
    [InlineData("""{"PasswordPolicy":{}}""", "global")]
    [InlineData("""[{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/a","name":"a"}]""", "global")]
    public async Task Path_does_not_count_where_the_resource_says_its_region(string document, string region)
    {
        var collection = await ExportFolder.CollectAsync("eu-west-1/export.json", document);

        Assert.Equal(region, collection.Single().Region);
    }

    [Fact]
    public async Task Zone_of_no_known_region_leaves_the_path()
    {
        var collection = await ExportFolder.CollectAsync("eu-west-1/volumes.json", """{"Volumes":[{"VolumeId":"vol-1","AvailabilityZone":"zz-nowhere-1a"}]}""");

        Assert.Equal("eu-west-1", collection.Single().Region);
    }
}
