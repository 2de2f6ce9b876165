using System.Text;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Tests.Providers.Export;

public sealed class ResourceFactsTests
{
    [Theory]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web"}""", "web")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","Tags":[]}""", "web")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","Tags":null}""", "web")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","Tags":[{"Key":"Owner","Value":"ops"}]}""", "web")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","Tags":[{"Key":"name","Value":"lower"}]}""", "web")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","Tags":[{"Key":"Name","Value":"front"}]}""", "front")]
    [InlineData("""{"Tags":[{"Value":"front","Key":"Name"},{"Key":"Owner","Value":"ops"}],"GroupId":"sg-1","GroupName":"web"}""", "front")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","Tags":[{"Key":"Name","Value":""}]}""", "web")]
    [InlineData("""{"GroupId":"sg-1","Tags":[{"Key":"Name","Value":""}]}""", "sg-1")]
    [InlineData("""{"GroupId":"sg-1","GroupName":"web","TagSet":[{"Key":"Name","Value":"front"}]}""", "front")]
    [InlineData("""{"GroupId":"sg-1"}""", "sg-1")]
    [InlineData("""{"GroupId":"sg-1","GroupName":""}""", "sg-1")]
    [InlineData("""{"GroupId":"sg-1","Owner":{"GroupName":"inner","Tags":[{"Key":"Name","Value":"inner"}]}}""", "sg-1")]
    public void Name_tag_names_a_resource_of_aws_before_its_own_member(string json, string name)
    {
        var facts = Read("aws.ec2.securitygroup", json);

        Assert.Equal(("sg-1", name), (facts.NativeId, facts.Name));
    }

    [Theory]
    [InlineData("""{"VolumeId":"vol-1","AvailabilityZone":"us-west-2-lax-1a"}""", "us-west-2")]
    [InlineData("""{"AvailabilityZone":"eu-west-1c","VolumeId":"vol-1"}""", "eu-west-1")]
    [InlineData("""{"VolumeId":"vol-1","OutpostArn":"arn:aws:outposts:eu-central-1:1:outpost/op-1"}""", "eu-central-1")]
    [InlineData("""{"VolumeId":"vol-1","Placement":{"HostId":"h","AvailabilityZone":"us-gov-east-1b"}}""", "us-gov-east-1")]
    [InlineData("""{"VolumeId":"vol-1","AvailabilityZone":null,"SnapshotArn":null}""", null)]
    [InlineData("""{"VolumeId":"vol-1","Attachments":[{"AvailabilityZone":"eu-west-1c","Arn":"arn:aws:ec2:eu-west-1:1:x/y"}]}""", null)]
    [InlineData("""{"VolumeId":"vol-1","KmsArn":"not an ARN"}""", null)]
    [InlineData("""{"VolumeId":"vol-1"}""", null)]
    public void Region_is_read_from_arn_and_zone(string json, string? region) => Assert.Equal(region, Read("aws.ec2.volume", json).Region);

    [Theory]
    [InlineData("""{"SnsTopicARN":"arn:aws:sns:us-east-1:1:alarms","TrailARN":"arn:aws:cloudtrail:eu-west-1:1:trail/a"}""", "aws.cloudtrail.trail")]
    [InlineData("""{"MonitoringRoleArn":"arn:aws:iam::1:role/r","DBInstanceArn":"arn:aws:rds:eu-west-1:1:db:a"}""", "aws.rds.instance")]
    [InlineData("""{"DeliverLogsPermissionArn":"arn:aws:iam::1:role/r","LogArn":"arn:aws:logs:eu-west-1:1:a","FlowLogId":"fl-1"}""", "aws.ec2.flowlog")]
    [InlineData("""{"DeliverLogsPermissionArn":"arn:aws:iam::1:role/r","AvailabilityZone":"eu-west-1a","FlowLogId":"fl-1"}""", "aws.ec2.flowlog")]
    [InlineData("""{"LoadBalancerName":"a","AvailabilityZones":["eu-west-1b","eu-west-1a"]}""", "aws.elb.loadbalancer")]
    public void Region_of_the_resource_itself_counts_first(string json, string itemType) => Assert.Equal("eu-west-1", Read(itemType, json).Region);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[{\"ZoneName\":\"eu-west-1a\"}]")]
    public void Zones_of_another_form_tell_no_region(string zones)
        => Assert.Null(Read("aws.elb.loadbalancer", $$"""{"AvailabilityZones":{{zones}},"LoadBalancerName":"a"}""").Region);

    [Theory]
    [InlineData("""{"VersionNumber":18446744073709551616,"LaunchTemplateId":"lt-1"}""", "lt-1:18446744073709551616")]
    [InlineData("""{"LaunchTemplateId":"lt-1","VersionNumber":"3"}""", "lt-1:3")]
    [InlineData("""{"LaunchTemplateId":"lt-1","VersionNumber":true}""", null)]
    [InlineData("""{"VersionNumber":1}""", null)]
    public void Native_id_of_several_members_is_joined_in_their_order(string json, string? nativeId)
        => Assert.Equal(nativeId, Read("aws.ec2.launchtemplateversion", json).NativeId);

    [Fact]
    public void Escapes_in_members_and_values_are_read()
    {
        var aws = Read("aws.ec2.securitygroup", """{"Gro\u0075pId":"sg-\u0031","Tags":[{"\u004bey":"N\u0061me","Value":"\ud83d\uddfc"}]}""");
        var azure = Read("azure.compute.disks", """{"\u0069d":"\/Subscriptions\/A","n\u0061me":"\u00fc"}""");

        Assert.Equal(("sg-1", "🗼"), (aws.NativeId, aws.Name));
        Assert.Equal(("/subscriptions/a", "ü"), (azure.NativeId, azure.Name));
    }

    [Theory]
    [InlineData("""{"url":"https://api.github.com/repos/a/b","full_name":"a/b","name":"b","login":"x"}""", "repos/a/b", "a/b")]
    [InlineData("""{"url":"https://api.github.com/users/a","name":"Alice","login":"a"}""", "users/a", "a")]
    [InlineData("""{"url":"https://api.github.com/repos/a/b/keys/1","title":"deploy"}""", "repos/a/b/keys/1", "deploy")]
    [InlineData("""{"url":"https://api.github.com/repos/a/b/keys/1","title":null}""", "repos/a/b/keys/1", "a/b/keys/1")]
    [InlineData("""{"owner":{"url":"https://api.github.com/users/a"}}""", null, "")]
    public void Object_of_GitHub_is_named_as_people_call_it(string json, string? nativeId, string name)
    {
        var facts = Read("github.user", json);

        Assert.Equal((nativeId, name, "global"), (facts.NativeId, facts.Name, facts.Region));
    }

    private static ResourceFacts Read(string itemType, string json) => ResourceFacts.Read(itemType, Encoding.UTF8.GetBytes(json));
}
