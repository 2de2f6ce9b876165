using SecurityMonkey.Engine;

namespace SecurityMonkey.Tests;

public sealed class NearNameTests
{
    private static readonly string[] Known =
        ["itemTypes", "score", "parameters", "when", "why", "aws.ec2.securitygroup", "aws.ec2.volume", "SM-AWS-EC2-001", "SM-AWS-EC2-002", "cis-aws-5.0"];

    [Theory]
    [InlineData("itemType", "itemTypes")]
    [InlineData("itemtypes", "itemTypes")]
    [InlineData("itmeTypes", "itemTypes")]
    [InlineData("scor", "score")]
    [InlineData("parmeter", "parameters")]
    [InlineData("wehn", "when")]
    [InlineData("aws.ec2.securitygroups", "aws.ec2.securitygroup")]
    [InlineData("aws.ec2.securtiygroup", "aws.ec2.securitygroup")]
    [InlineData("ec2.volume", "aws.ec2.volume")]
    [InlineData("SM-AWS-EC2-0O1", "SM-AWS-EC2-001")]
    [InlineData("SM_AWS_EC2_002", "SM-AWS-EC2-002")]
    [InlineData("cis-aws-5", "cis-aws-5.0")]
    public void Name_that_is_misspelled_is_found(string name, string expected) => Assert.Equal(expected, NearName.Find(name, Known));

    [Theory]
    [InlineData("")]
    [InlineData("wy")]
    [InlineData("severity")]
    [InlineData("aws.s3.bucket")]
    [InlineData("SM-AWS-EC2-999")]
    [InlineData("SM-AWS-EC2-010")]
    public void Name_that_is_another_one_is_not(string name) => Assert.Null(NearName.Find(name, Known));

    [Fact]
    public void Nearest_of_several_is_taken_and_the_first_of_those_as_near()
    {
        Assert.Equal("score", NearName.Find("scores", ["scorekeeper", "store", "score"]));
        Assert.Equal("cat", NearName.Find("hat", ["cat", "bat"]));
        Assert.Null(NearName.Find(new string('a', 101), [new string('a', 100)]));
    }

    [Fact]
    public void Hint_is_a_sentence_or_nothing()
    {
        Assert.Equal(" Did you mean 'score'?", NearName.Hint("scor", Known));
        Assert.Equal("", NearName.Hint("severity", Known));
    }
}
