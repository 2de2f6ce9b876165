namespace SecurityMonkey.Tests.Providers.Aws.Support;

/// <summary>What the server answers.</summary>
internal sealed record AwsAnswer(int Status, string Body, string ContentType = "text/xml")
{
    /// <summary>Waited for before the answer is sent.</summary>
    public Func<CancellationToken, Task>? Before { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static AwsAnswer Ec2(string action, string inner)
        => new(200, $"""<{action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>r</requestId>{inner}</{action}Response>""");

    public static AwsAnswer Ec2Error(int status, string code, string message)
        => new(status, $"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>r</RequestID></Response>");

    public static AwsAnswer QueryError(int status, string code, string message)
        => new(status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r</RequestId></ErrorResponse>");

    public static AwsAnswer CallerIdentity(string account, string arn)
        => new(200, $"""
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><UserId>U</UserId><Account>{account}</Account><Arn>{arn}</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>
            """);

    public static AwsAnswer AssumedRole(string accessKey, DateTimeOffset expiration)
        => new(200, $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>{accessKey}</AccessKeyId><SecretAccessKey>EXAMPLE-SECRET</SecretAccessKey><SessionToken>EXAMPLE-TOKEN</SessionToken><Expiration>{expiration:yyyy-MM-ddTHH:mm:ss}Z</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
            """);
}
