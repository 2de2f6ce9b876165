using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

public sealed class AwsEndpointsTests
{
    [Theory]
    [InlineData("aws", "kms", "eu-west-1", "kms.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("aws", "api.ecr", "eu-west-1", "api.ecr.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("aws", "iam", "us-east-1", "iam.amazonaws.com", "us-east-1")]
    [InlineData("aws", "organizations", "eu-west-1", "organizations.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("aws", "cloudfront", "us-east-1", "cloudfront.amazonaws.com", "us-east-1")]
    [InlineData("aws", "route53", "us-east-1", "route53.amazonaws.com", "us-east-1")]
    [InlineData("aws-cn", "kms", "cn-north-1", "kms.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("aws-cn", "iam", "cn-north-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("aws-cn", "organizations", "cn-north-1", "organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")]
    [InlineData("aws-cn", "cloudfront", "cn-north-1", "cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")]
    [InlineData("aws-cn", "route53", "cn-north-1", "route53.amazonaws.com.cn", "cn-northwest-1")]
    [InlineData("aws-us-gov", "iam", "us-gov-west-1", "iam.us-gov.amazonaws.com", "us-gov-west-1")]
    [InlineData("aws-us-gov", "route53", "us-gov-west-1", "route53.us-gov.amazonaws.com", "us-gov-west-1")]
    [InlineData("aws-us-gov", "organizations", "us-gov-east-1", "organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    public void Service_is_reached_where_its_partition_has_it(string partition, string service, string region, string host, string signingRegion)
    {
        var endpoint = new AwsEndpoints(null, AwsPartition.Get(partition), _ => null).Resolve(service, region);

        Assert.Equal((host, signingRegion), (endpoint.Url.Host, endpoint.SigningRegion));
    }

    [Theory]
    [InlineData("api.ecr", "AWS_ENDPOINT_URL_ECR")]
    [InlineData("elasticfilesystem", "AWS_ENDPOINT_URL_EFS")]
    [InlineData("iam", "AWS_ENDPOINT_URL_IAM")]
    [InlineData("kms", "AWS_ENDPOINT_URL")]
    public void Variable_of_the_environment_counts(string service, string variable)
    {
        var endpoints = new AwsEndpoints(null, AwsPartition.Get("aws"), name => name == variable ? "http://127.0.0.1:1/" : null);

        Assert.Equal(new Uri("http://127.0.0.1:1/"), endpoints.Resolve(service, "eu-west-1").Url);
    }
}
