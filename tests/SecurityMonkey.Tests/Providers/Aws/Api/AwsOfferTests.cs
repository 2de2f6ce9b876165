using SecurityMonkey.Tests.Providers.Aws.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

/// <summary>Services that are not everywhere, or not turned on, and what is refused.</summary>
public sealed class AwsOfferTests : IAsyncLifetime
{
    private readonly AwsDocumentFixture _fixture = new();

    private AwsServer Server => _fixture.Server;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    [Theory]
    [InlineData("aws.macie2.session", "macie")]
    [InlineData("aws.glacier.vault", "glacier")]
    [InlineData("aws.sesv2.emailidentity", "ses")]
    public async Task Region_without_the_service_has_none_and_is_not_asked(string itemType, string service)
    {
        Server.On("GetParameters", _ => Parameters(service, "us-east-1"));
        Server.Otherwise = _ => Json("{}");

        var changeSet = await _fixture.WatchAsync(itemType);

        Assert.Equal((RunStatus.Complete, 0), (changeSet.Status, changeSet.Created));
        Assert.Equal(["DescribeRegions", "GetCallerIdentity", "GetParameters"], Server.Requests.Select(request => request.Action).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Region_is_asked_where_AWS_lists_nothing_of_the_service()
    {
        Server.On("GetParameters", _ => Parameters("macie"));
        Server.Otherwise = _ => Json("""{"status":"ENABLED"}""");

        await _fixture.WatchAsync("aws.macie2.session");

        Assert.Equal("""{"Region":"eu-west-1","status":"ENABLED"}""", Assert.Single(await _fixture.GetItemsAsync()).ConfigJson);
    }

    [Fact]
    public async Task Macie_that_is_off_is_told_from_Macie_that_may_not_be_asked()
    {
        Server.On("GetParameters", _ => Parameters("macie", "eu-west-1", "us-east-1"));
        Server.Otherwise = _ => Error(403, "AccessDeniedException", "Macie is not enabled");
        await _fixture.WatchAsync("aws.macie2.session");
        Assert.Equal("""{"Region":"eu-west-1","status":"DISABLED"}""", Assert.Single(await _fixture.GetItemsAsync()).ConfigJson);

        Server.Otherwise = _ => Error(403, "AccessDeniedException", "User is not authorized to perform: macie2:GetMacieSession");
        var changeSet = await _fixture.WatchAsync("aws.macie2.session");

        Assert.Equal((RunStatus.Partial, 0), (changeSet.Status, changeSet.Changed));
        Assert.Contains("macie2:GetMacieSession", Assert.Single(changeSet.Failures).Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await _fixture.GetItemsAsync()).FindUnknown("status"));
    }

    [Theory]
    [InlineData("aws.backup.protectedresource", "backup:ListProtectedResources")]
    [InlineData("aws.backup.selection", "backup:ListBackupPlans")]
    [InlineData("aws.ssm.managedinstance", "ssm:DescribeInstanceInformation")]
    [InlineData("aws.rds.eventsubscription", "rds:DescribeEventSubscriptions")]
    [InlineData("aws.rds.parametergroup", "rds:DescribeDBParameterGroups")]
    [InlineData("aws.s3control.accesspoint", "s3:ListAccessPoints")]
    [InlineData("aws.s3control.multiregionaccesspoint", "s3:ListMultiRegionAccessPoints")]
    [InlineData("aws.s3.predictablenames", "s3:GetBucketLocation")]
    [InlineData("aws.apigateway.restapi", "apigateway:GET")]
    [InlineData("aws.apigatewayv2.api", "apigateway:GET")]
    [InlineData("aws.events.eventbus", "events:ListEventBuses")]
    [InlineData("aws.glacier.vault", "ssm:GetParameters")]
    [InlineData("aws.organizations.delegatedadministrator", "organizations:DescribeOrganization")]
    [InlineData("aws.account.contactinformation", "account:GetContactInformation")]
    public async Task Refusal_fails_the_scope_deletes_nothing_and_names_the_permission(string itemType, string permission)
    {
        _fixture.Use(itemType);
        await _fixture.WatchAsync(itemType);
        var before = (await _fixture.GetItemsAsync()).Count;
        Server.Otherwise = request => request.Service is "s3" || request.Body.StartsWith("Action=", StringComparison.Ordinal)
            ? new AwsAnswer(403, "<Error><Code>AccessDenied</Code><Message>No.</Message></Error>")
            : Error(403, "AccessDeniedException", "No.");

        var changeSet = await _fixture.WatchAsync(itemType);

        Assert.Equal(0, changeSet.Deleted);
        Assert.Contains(permission, Assert.Single(changeSet.Failures).Message, StringComparison.Ordinal);
        Assert.Equal(before, (await _fixture.GetItemsAsync()).Count);
    }

    [Fact]
    public async Task Headers_that_a_service_wants_are_sent()
    {
        _fixture.Use("aws.glacier.vault");

        await _fixture.WatchAsync("aws.glacier.vault");

        Assert.All(Server.Requests.Where(request => request.Service is "glacier"), request => Assert.Equal("2012-06-01", request.Headers["x-amz-glacier-version"]));
    }

    private static AwsAnswer Parameters(string service, params string[] regions)
        => Json($$"""{"Parameters":[{{string.Join(',', regions.Select(region => $$"""{"Name":"/aws/service/global-infrastructure/services/{{service}}/regions/{{region}}"}"""))}}]}""");

    private static AwsAnswer Json(string body) => new(200, body, "application/json");

    private static AwsAnswer Error(int status, string code, string message) => new(status, $$"""{"__type":"{{code}}","message":"{{message}}"}""", "application/json");
}
