using Amazon.Runtime;
using SecurityMonkey.Providers.Aws.Api;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

/// <summary>The signatures were computed by another implementation of Signature Version 4.</summary>
public sealed class RequestSignerTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Form_is_signed()
        => Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=0fc1b491548b619183af419aba504c7a6ac8d07f08c49442aea3c73d5f56e925",
            Sign("iam", "iam.amazonaws.com", "us-east-1", null, """{"service":"iam","action":"ListUsers","parameters":{"MaxItems":1000}}"""));

    [Fact]
    public void Json_is_signed()
        => Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/eu-west-1/kms/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=0e6bab1f18d666ab1e1f938c8984df9ae97f5ca8c048418d392bfc0dd51fe197",
            Sign("kms", "kms.eu-west-1.amazonaws.com", "eu-west-1", "EXAMPLE-TOKEN", """{"service":"kms","action":"ListKeys","parameters":{"Limit":1000}}"""));

    [Fact]
    public void Path_and_query_are_signed()
        => Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/eu-west-1/lambda/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=9b7717069e6d0775bf856511f24506e37aa424529faf73fd384262d6ab0d4001",
            Sign(
                "lambda",
                "lambda.eu-west-1.amazonaws.com",
                "eu-west-1",
                "EXAMPLE-TOKEN",
                """{"service":"lambda","action":"GetPolicy","path":"/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Af/policy","parameters":{"Marker":"a+b/","MaxItems":50}}"""));

    private static string Sign(string service, string host, string region, string? token, string callJson)
    {
        var request = ApiRequest.Create(ApiCall.Parse(callJson), new Dictionary<string, string>());
        using var message = RequestSigner.Sign(
            request,
            new AwsEndpoint(new Uri($"https://{host}/"), region, IsOverridden: false),
            service,
            new ImmutableCredentials("AKIDEXAMPLE", "EXAMPLE-SECRET", token),
            Time);
        return message.Headers.GetValues("Authorization").Single();
    }
}
