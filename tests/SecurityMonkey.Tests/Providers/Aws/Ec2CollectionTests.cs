using System.Globalization;
using SecurityMonkey.Tests.Providers.Aws.Support;

namespace SecurityMonkey.Tests.Providers.Aws;

/// <summary>Collects EC2 from a server that pages, is slow, refuses and fails.</summary>
public sealed class Ec2CollectionTests : IAsyncLifetime
{
    private const string Groups = "aws.ec2.securitygroup";

    private readonly AwsFixture _aws = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    [Fact]
    public async Task All_of_1500_groups_on_many_pages_are_stored_and_the_missing_one_is_deleted()
    {
        string[] pages = [.. Enumerable.Range(0, 1500).Chunk(100).Select(page => string.Concat(page.Select(Group)))];
        _aws.Server.Pages("DescribeSecurityGroups", "securityGroupInfo", pages);
        await _aws.AddAccountAsync();

        Assert.Equal((RunStatus.Complete, 1500), Counts(await _aws.WatchOneAsync(Groups), set => set.Created));
        Assert.Equal(1500, (await _aws.GetItemsAsync()).Count);
        Assert.Equal(15, _aws.Server.Count("DescribeSecurityGroups"));

        pages[7] = pages[7].Replace(Group(742), "", StringComparison.Ordinal);
        Assert.Equal((RunStatus.Complete, 1), Counts(await _aws.WatchOneAsync(Groups), set => set.Deleted));
    }

    [Fact]
    public async Task Error_in_the_middle_of_the_pages_deletes_nothing()
    {
        string[] pages = [Group(1), Group(2), Group(3)];
        _aws.Server.Pages("DescribeSecurityGroups", "securityGroupInfo", pages);
        await _aws.AddAccountAsync();
        await _aws.WatchOneAsync(Groups);

        _aws.Server.On("DescribeSecurityGroups", request => request.NextToken is null
            ? AwsAnswer.Ec2("DescribeSecurityGroups", $"<securityGroupInfo>{Group(1)}</securityGroupInfo><nextToken>1</nextToken>")
            : AwsAnswer.Ec2Error(500, "InternalError", "An internal error has occurred"));
        var set = await _aws.WatchOneAsync(Groups);

        Assert.Equal((RunStatus.Partial, 0), Counts(set, changes => changes.Deleted));
        var failure = Assert.Single(set.Failures);
        Assert.Equal(("us-east-1", "ServiceFailed"), (failure.Scope, failure.ErrorId));
        Assert.Equal(3, (await _aws.GetItemsAsync()).Count);
    }

    [Theory]
    [InlineData(403, "UnauthorizedOperation", "AccessDenied", ErrorKind.PermissionDenied, "ec2:DescribeSecurityGroups")]
    [InlineData(401, "AuthFailure", "AuthenticationFailed", ErrorKind.AuthenticationFailed, "region is not enabled")]
    [InlineData(403, "OptInRequired", "RegionNotEnabled", ErrorKind.Unavailable, "Set-SMAccount -Region")]
    [InlineData(503, "RequestLimitExceeded", "Throttled", ErrorKind.LimitExceeded, "-ThrottleLimit")]
    [InlineData(400, "RequestExpired", "ClockSkewed", ErrorKind.AuthenticationFailed, "clock")]
    [InlineData(400, "ExpiredToken", "CredentialsExpired", ErrorKind.AuthenticationFailed, "aws sso login")]
    [InlineData(400, "InvalidParameterValue", "CallFailed", ErrorKind.Unavailable, "InvalidParameterValue")]
    public async Task Region_that_is_refused_fails_alone_with_what_to_do(int status, string code, string errorId, ErrorKind kind, string advice)
    {
        _aws.Server.Regions("eu-west-1", "us-east-1").On("DescribeSecurityGroups", request => AwsAnswer.Ec2("DescribeSecurityGroups", $"<securityGroupInfo>{Group(1)}</securityGroupInfo>"));
        await _aws.AddAccountAsync();
        Assert.Equal((RunStatus.Complete, 2), Counts(await _aws.WatchOneAsync(Groups), changes => changes.Created));

        _aws.Server.On("DescribeSecurityGroups", request => request.Region == "eu-west-1"
            ? AwsAnswer.Ec2Error(status, code, "Sorry")
            : AwsAnswer.Ec2("DescribeSecurityGroups", "<securityGroupInfo/>"));
        var set = await _aws.WatchOneAsync(Groups);

        Assert.Equal((RunStatus.Partial, 1), Counts(set, changes => changes.Deleted));
        var failure = Assert.Single(set.Failures);
        Assert.Equal(("eu-west-1", errorId, kind), (failure.Scope, failure.ErrorId, failure.Kind));
        Assert.Contains("prod", failure.Message, StringComparison.Ordinal);
        Assert.Contains("eu-west-1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ec2:DescribeSecurityGroups", failure.Message, StringComparison.Ordinal);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.Equal(["eu-west-1"], (await _aws.GetItemsAsync()).Where(item => item.State == ItemState.Active).Select(item => item.Region));
    }

    [Fact]
    public async Task Throttling_that_ends_is_waited_for()
    {
        var attempts = 0;
        _aws.Options = _aws.Options with { Retries = 3 };
        _aws.Server.On("DescribeSecurityGroups", _ => Interlocked.Increment(ref attempts) == 1
            ? AwsAnswer.Ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.")
            : AwsAnswer.Ec2("DescribeSecurityGroups", $"<securityGroupInfo>{Group(1)}</securityGroupInfo>"));
        await _aws.AddAccountAsync();

        var set = await _aws.WatchOneAsync(Groups);

        Assert.Empty(set.Failures.Select(failure => failure.ToString()));
        Assert.Equal((RunStatus.Complete, 1), Counts(set, changes => changes.Created));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Service_that_is_asked_too_often_is_asked_less_and_all_is_collected()
    {
        var underWay = 0;
        _aws.Options = _aws.Options with { Retries = 8 };
        _aws.Server.Regions("us-east-1");
        _aws.Server.Otherwise = request => Interlocked.Increment(ref underWay) > 4
            ? AwsAnswer.Ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.") with { Before = _ => Done() }
            : AwsAnswer.Ec2(request.Action, "") with { Before = async token => { await Task.Delay(TimeSpan.FromMilliseconds(20), token); await Done(); } };
        await _aws.AddAccountAsync();

        var sets = await _aws.WatchAsync("aws.ec2.*", throttleLimit: 32);

        Assert.Empty(sets.SelectMany(set => set.Failures).Select(failure => failure.ToString()));

        Task Done()
        {
            Interlocked.Decrement(ref underWay);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Answer_that_does_not_come_is_a_timeout()
    {
        _aws.Options = _aws.Options with { Retries = 0, AttemptTimeout = TimeSpan.FromMilliseconds(300) };
        _aws.Server.On("DescribeSecurityGroups", _ => AwsAnswer.Ec2("DescribeSecurityGroups", "") with { Before = token => Task.Delay(Timeout.Infinite, token) });
        await _aws.AddAccountAsync();

        var failure = Assert.Single((await _aws.WatchOneAsync(Groups)).Failures);

        Assert.Equal(("us-east-1", "Timeout", ErrorKind.Timeout), (failure.Scope, failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Answer_that_is_no_answer_of_AWS_fails_the_region()
    {
        _aws.Server.On("DescribeSecurityGroups", _ => new AwsAnswer(200, "<html>Please sign in to the network"));
        await _aws.AddAccountAsync();

        var failure = Assert.Single((await _aws.WatchOneAsync(Groups)).Failures);

        Assert.Equal(("AnswerInvalid", ErrorKind.InvalidData), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public async Task Page_of_a_proxy_is_left_out_of_the_message()
    {
        _aws.Server.On("DescribeSecurityGroups", _ => new AwsAnswer(502, $"<html>\n<h1>Bad gateway</h1>\n{new string('x', 5000)}</html>"));
        await _aws.AddAccountAsync();

        var failure = Assert.Single((await _aws.WatchOneAsync(Groups)).Failures);

        Assert.Equal("ServiceFailed", failure.ErrorId);
        Assert.Contains("failed on the side of AWS (HTTP 502), again and again", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("html", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Regions_that_cannot_be_listed_fail_the_item_type_and_delete_nothing()
    {
        _aws.Server.On("DescribeSecurityGroups", $"<securityGroupInfo>{Group(1)}</securityGroupInfo>");
        await _aws.AddAccountAsync();
        await _aws.WatchOneAsync(Groups);

        _aws.Server.On("DescribeRegions", _ => AwsAnswer.Ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        var set = await _aws.WatchOneAsync(Groups);

        Assert.Equal((RunStatus.Failed, 0), Counts(set, changes => changes.Deleted));
        Assert.Contains("ec2:DescribeRegions", Assert.Single(set.Failures).Message, StringComparison.Ordinal);
        Assert.Single(await _aws.GetItemsAsync());
    }

    [Fact]
    public async Task Region_that_is_no_longer_enabled_keeps_its_items_and_is_said_to_be_missing()
    {
        _aws.Server.Regions("eu-west-1", "us-east-1").On("DescribeSecurityGroups", $"<securityGroupInfo>{Group(1)}</securityGroupInfo>");
        await _aws.AddAccountAsync();
        await _aws.WatchOneAsync(Groups);

        _aws.Server.Regions("us-east-1");
        var set = await _aws.WatchOneAsync(Groups);

        Assert.Equal((RunStatus.Partial, 0), Counts(set, changes => changes.Deleted));
        Assert.Equal(("eu-west-1", "RegionNotEnabled"), (Assert.Single(set.Failures).Scope, set.Failures[0].ErrorId));
    }

    [Fact]
    public async Task Account_with_named_regions_asks_only_those()
    {
        _aws.Server.On("DescribeRegions", _ => AwsAnswer.Ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        await _aws.AddAccountAsync(account => account with { Regions = ["eu-north-1", "global"] });

        Assert.Equal(RunStatus.Complete, (await _aws.WatchOneAsync(Groups)).Status);
        Assert.Equal(["eu-north-1"], _aws.Server.Requests.Where(request => request.Action == "DescribeSecurityGroups").Select(request => request.Region));
    }

    [Fact]
    public async Task Refused_detail_makes_only_its_part_unknown()
    {
        _aws.Server
            .On("DescribeImages", "<imagesSet><item><imageId>ami-1</imageId><name>golden</name></item></imagesSet>")
            .On("DescribeImageAttribute", _ => AwsAnswer.Ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        await _aws.AddAccountAsync();

        var set = await _aws.WatchOneAsync("aws.ec2.image");

        Assert.Equal((RunStatus.Partial, 1), Counts(set, changes => changes.Created));
        Assert.Contains("ec2:DescribeImageAttribute", Assert.Single(set.Failures).Message, StringComparison.Ordinal);
        var part = Assert.Single((await _aws.GetItemsAsync()).Single().UnknownParts);
        Assert.Equal(("LaunchPermissions", "AccessDenied"), (part.Path, part.ErrorId));
    }

    [Fact]
    public async Task User_data_is_masked()
    {
        _aws.Server
            .On("DescribeInstances", "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet>")
            .On("DescribeInstanceAttribute", "<instanceId>i-1</instanceId><userData><value>ZXhwb3J0IFBBU1M9aHVudGVyMg==</value></userData>");
        await _aws.AddAccountAsync();

        await _aws.WatchOneAsync("aws.ec2.instance");

        var config = (await _aws.GetItemsAsync()).Single().ConfigJson!;
        Assert.Contains("\"UserData\":\"(masked:", config, StringComparison.Ordinal);
        Assert.DoesNotContain("ZXhwb3J0", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kinds_of_secrets_in_user_data_are_named_and_the_secrets_are_not_kept()
    {
        const string Script = "#!/bin/sh\nexport DB_PASSWORD=not-a-real-one\n";
        _aws.Server
            .On("DescribeInstances", "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet>")
            .On("DescribeInstanceAttribute", $"<instanceId>i-1</instanceId><userData><value>{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Script))}</value></userData>");
        await _aws.AddAccountAsync();

        await _aws.WatchOneAsync("aws.ec2.instance");

        var config = (await _aws.GetItemsAsync()).Single().ConfigJson!;
        Assert.Contains("\"UserDataSecrets\":[\"password, secret or token\"]", config, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-real-one", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_user_data_leave_their_secrets_unknown()
    {
        _aws.Server
            .On("DescribeInstances", "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet>")
            .On("DescribeInstanceAttribute", _ => AwsAnswer.Ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        await _aws.AddAccountAsync();

        await _aws.WatchOneAsync("aws.ec2.instance");

        Assert.Equal(["UserData", "UserDataSecrets"], (await _aws.GetItemsAsync()).Single().UnknownParts.Select(part => part.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Template_whose_versions_are_refused_fails_alone()
    {
        _aws.Server
            .On("DescribeLaunchTemplates", "<launchTemplates><item><launchTemplateId>lt-1</launchTemplateId></item><item><launchTemplateId>lt-2</launchTemplateId></item></launchTemplates>")
            .On("DescribeLaunchTemplateVersions", request => request.Parameters["LaunchTemplateId"] == "lt-1"
                ? AwsAnswer.Ec2Error(403, "UnauthorizedOperation", "You are not authorized")
                : AwsAnswer.Ec2("DescribeLaunchTemplateVersions", "<launchTemplateVersionSet><item><launchTemplateId>lt-2</launchTemplateId><versionNumber>7</versionNumber></item></launchTemplateVersionSet>"));
        await _aws.AddAccountAsync();

        var set = await _aws.WatchOneAsync("aws.ec2.launchtemplateversion");

        Assert.Equal("us-east-1/lt-1", Assert.Single(set.Failures).Scope);
        Assert.Equal("lt-2:7", (await _aws.GetItemsAsync()).Single().NativeId);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_throttle_allows()
    {
        _aws.Server.Regions([.. Enumerable.Range(1, 12).Select(number => $"eu-west-{number}")]);
        _aws.Server.Otherwise = request => AwsAnswer.Ec2(request.Action, "") with { Before = token => Task.Delay(TimeSpan.FromMilliseconds(30), token) };
        await _aws.AddAccountAsync();

        await _aws.WatchAsync("aws.ec2.*gateway", throttleLimit: 3);

        Assert.InRange(_aws.Server.MostUnderWay, 2, 3);
    }

    [Fact]
    public async Task Permissions_are_the_calls_that_are_made()
    {
        _aws.Server
            .On("DescribeInstances", "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId></item></instancesSet></item></reservationSet>")
            .On("DescribeImages", "<imagesSet><item><imageId>ami-1</imageId></item></imagesSet>")
            .On("DescribeSnapshots", "<snapshotSet><item><snapshotId>snap-1</snapshotId></item></snapshotSet>")
            .On("DescribeManagedPrefixLists", "<prefixListSet><item><prefixListId>pl-1</prefixListId><ownerId>123456789012</ownerId></item></prefixListSet>")
            .On("DescribeVpcEndpointServiceConfigurations", "<serviceConfigurationSet><item><serviceId>vpce-svc-1</serviceId></item></serviceConfigurationSet>")
            .On("DescribeLaunchTemplates", "<launchTemplates><item><launchTemplateId>lt-1</launchTemplateId></item></launchTemplates>");
        await _aws.AddAccountAsync();
        var watchers = (await _aws.GetEngineAsync()).Plugins.WatchersOf("AWS").Where(watcher => watcher.ItemType.Id.StartsWith("aws.ec2.", StringComparison.Ordinal));

        Assert.All(await _aws.WatchAsync("aws.ec2.*"), set => Assert.Equal((set.ItemType, RunStatus.Complete), (set.ItemType, set.Status)));

        Assert.Equal(
            watchers.SelectMany(watcher => watcher.Permissions).Distinct().Order(StringComparer.Ordinal),
            _aws.Server.Requests.Where(request => request.Service == "ec2").Select(request => "ec2:" + request.Action).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Group(int number) => string.Create(CultureInfo.InvariantCulture, $"<item><groupId>sg-{number}</groupId><groupName>g{number}</groupName></item>");

    private static (RunStatus Status, int Count) Counts(ChangeSet set, Func<ChangeSet, int> count) => (set.Status, count(set));
}
