using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Tests.Providers.Aws.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws;

/// <summary>Opens AWS accounts: credentials, roles, identities.</summary>
public sealed class AwsSessionTests : IAsyncLifetime
{
    private const string Groups = "aws.ec2.securitygroup";

    private readonly AwsFixture _aws = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    [Fact]
    public async Task Role_is_assumed_with_its_external_id_and_its_credentials_make_the_calls()
    {
        AwsRequest? assumption = null;
        _aws.Server.On("AssumeRole", request =>
        {
            assumption = request;
            return AwsAnswer.AssumedRole("ASIAROLE", TimeProvider.System.GetUtcNow().AddHours(1));
        });
        await _aws.AddAccountAsync(account => With(account, (AwsFields.RoleName, "security/Monkey"), (AwsFields.ExternalId, "x-1"), (AwsFields.SessionName, "nightly")));

        Assert.Equal(RunStatus.Complete, (await _aws.WatchOneAsync(Groups)).Status);

        Assert.Equal(
            ("AKIDEXAMPLE", "arn:aws:iam::123456789012:role/security/Monkey", "x-1", "nightly"),
            (assumption!.AccessKey, assumption.Parameters["RoleArn"], assumption.Parameters["ExternalId"], assumption.Parameters["RoleSessionName"]));
        Assert.Equal(1, _aws.Server.Count("AssumeRole"));
        Assert.All(_aws.Server.Requests.Where(request => request.Action != "AssumeRole"), request => Assert.Equal("ASIAROLE", request.AccessKey));
    }

    [Fact]
    public async Task Credentials_that_expire_in_the_middle_of_a_run_are_renewed()
    {
        var assumed = 0;
        _aws.Server.On("AssumeRole", _ => AwsAnswer.AssumedRole($"ASIA{Interlocked.Increment(ref assumed)}", TimeProvider.System.GetUtcNow().AddMinutes(assumed == 1 ? 1 : 60)));
        await _aws.AddAccountAsync(account => With(account, (AwsFields.RoleName, "Monkey")));

        Assert.Equal(RunStatus.Complete, (await _aws.WatchOneAsync(Groups)).Status);

        Assert.Equal("ASIA2", _aws.Server.Requests.Last(request => request.Action == "DescribeSecurityGroups").AccessKey);
    }

    [Fact]
    public async Task Role_that_cannot_be_assumed_fails_the_account_and_deletes_nothing()
    {
        _aws.Server.On("DescribeSecurityGroups", "<securityGroupInfo><item><groupId>sg-1</groupId></item></securityGroupInfo>");
        var account = await _aws.AddAccountAsync();
        await _aws.WatchOneAsync(Groups);
        await (await _aws.GetEngineAsync()).UpdateAccountAsync(With(account, (AwsFields.RoleName, "Monkey"), (AwsFields.ExternalId, "wrong")), CancellationToken.None);
        _aws.Server.On("AssumeRole", _ => AwsAnswer.QueryError(403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole"));

        var set = await _aws.WatchOneAsync(Groups);

        Assert.Equal((RunStatus.Failed, "*", 0), (set.Status, set.ItemType, set.Deleted));
        var failure = Assert.Single(set.Failures);
        Assert.Equal(("RoleNotAssumable", ErrorKind.PermissionDenied), (failure.ErrorId, failure.Kind));
        Assert.Contains("arn:aws:iam::123456789012:role/Monkey", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-ExternalId", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ItemState.Active, Assert.Single(await _aws.GetItemsAsync()).State);
    }

    [Fact]
    public async Task Credentials_of_another_account_are_an_error_and_not_data()
    {
        await _aws.AddAccountAsync(account => account with { Identifier = "999999999999" });

        var failure = Assert.Single((await _aws.WatchOneAsync(Groups)).Failures);

        Assert.Equal("AccountMismatch", failure.ErrorId);
        Assert.Contains("999999999999", failure.Message, StringComparison.Ordinal);
        Assert.Contains(AwsServer.CallerArn, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _aws.Server.Count("DescribeSecurityGroups"));
    }

    [Theory]
    [InlineData(403, "InvalidClientTokenId", "AuthenticationFailed")]
    [InlineData(403, "ExpiredToken", "CredentialsExpired")]
    [InlineData(403, "SignatureDoesNotMatch", "AuthenticationFailed")]
    public async Task Credentials_that_are_refused_fail_the_account(int status, string code, string errorId)
    {
        _aws.Server.On("GetCallerIdentity", _ => AwsAnswer.QueryError(status, code, "Sorry"));
        await _aws.AddAccountAsync();

        var set = await _aws.WatchOneAsync(Groups);

        Assert.Equal((RunStatus.Failed, errorId), (set.Status, Assert.Single(set.Failures).ErrorId));
        Assert.DoesNotContain("EXAMPLE-SECRET", set.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_that_does_not_answer_is_named_as_such()
    {
        _aws.Options = _aws.Options with { Retries = 0 };
        await _aws.AddAccountAsync(account => With(account, (AwsFields.EndpointUrl, "http://127.0.0.1:1/")));

        var failure = Assert.Single((await _aws.WatchOneAsync(Groups)).Failures);

        Assert.Equal(("EndpointUnreachable", ErrorKind.ConnectionFailed), (failure.ErrorId, failure.Kind));
        Assert.Contains("-EndpointUrl", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_that_is_missing_is_named()
    {
        _aws.Options = _aws.Options with { SourceCredentials = null, ProfilesLocation = Path.Combine(Path.GetTempPath(), "no-such-file") };
        await _aws.AddAccountAsync(account => With(account, (AwsFields.Profile, "audit")));

        var failure = Assert.Single((await _aws.WatchOneAsync(Groups)).Failures);

        Assert.Equal(("CredentialsNotFound", ErrorKind.AuthenticationFailed), (failure.ErrorId, failure.Kind));
        Assert.Contains("'audit'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_of_the_configuration_files_gives_the_credentials()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "credentials");
        await File.WriteAllTextAsync(file, "[audit]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = EXAMPLE-SECRET\n");
        _aws.Options = _aws.Options with { SourceCredentials = null, ProfilesLocation = file };
        await _aws.AddAccountAsync(account => With(account, (AwsFields.Profile, "audit")));

        Assert.Equal(RunStatus.Complete, (await _aws.WatchOneAsync(Groups)).Status);
        Assert.All(_aws.Server.Requests, request => Assert.Equal("AKIDPROFILE", request.AccessKey));
    }

    [Fact]
    public async Task Endpoints_of_the_environment_count_where_the_account_has_none()
    {
        _aws.Options = _aws.Options with { Environment = name => name is "AWS_ENDPOINT_URL_EC2" or "AWS_ENDPOINT_URL_STS" ? _aws.Server.Url : null };
        await _aws.AddAccountAsync(account => account with { Fields = new Dictionary<string, string>() });

        Assert.Equal(RunStatus.Complete, (await _aws.WatchOneAsync(Groups)).Status);
        Assert.Equal(1, _aws.Server.Count("DescribeSecurityGroups"));
    }

    [Fact]
    public async Task Account_that_is_not_named_is_found_out()
    {
        var account = new Account
        {
            Name = "",
            Type = "AWS",
            Identifier = "",
            Fields = new Dictionary<string, string> { [AwsFields.EndpointUrl] = _aws.Server.Url, [AwsFields.Profile] = "" },
        };

        var identified = await (await _aws.GetEngineAsync()).IdentifyAccountAsync(account, _aws.Listener, CancellationToken.None);

        Assert.Equal((AwsServer.AccountNumber, AwsServer.AccountNumber), (identified.Identifier, identified.Name));
    }

    [Fact]
    public async Task Accounts_of_the_organization_are_listed_as_they_would_be_added()
    {
        _aws.Server.On("ListAccounts", _ => new AwsAnswer(
            200,
            """{"Accounts":[{"Id":"111111111111","Name":"dev","Status":"ACTIVE"},{"Id":"222222222222","Name":"gone","Status":"SUSPENDED"}]}""",
            "application/x-amz-json-1.1"));
        _aws.Server.On("AssumeRole", _ => AwsAnswer.AssumedRole("ASIA", TimeProvider.System.GetUtcNow().AddHours(1)));
        var account = await _aws.AddAccountAsync(account => With(account, (AwsFields.RoleName, "arn:aws:iam::123456789012:role/Monkey"), (AwsFields.ExternalId, "x")));

        var found = await (await _aws.GetEngineAsync()).ListAccountsAsync(account, _aws.Listener, CancellationToken.None).ToListAsync();

        var dev = Assert.Single(found);
        Assert.Equal(("dev", "111111111111", "Monkey", "x"), (dev.Name, dev.Identifier, dev.GetField(AwsFields.RoleName), dev.GetField(AwsFields.ExternalId)));
    }

    [Fact]
    public async Task Test_says_who_the_caller_is_and_what_is_refused()
    {
        _aws.Server.Regions("eu-west-1", "us-east-1").On("DescribeVolumes", _ => AwsAnswer.Ec2Error(403, "UnauthorizedOperation", "You are not authorized"));
        var account = await _aws.AddAccountAsync();

        var tests = await (await _aws.GetEngineAsync())
            .TestAccountAsync(account, Engine.TextFilter.Of(["aws.ec2.vol*", "aws.ec2.vpc"]), Engine.TextFilter.All, 4, _aws.Listener, CancellationToken.None)
            .ToListAsync();

        Assert.Equal(("*", RunStatus.Complete, AwsServer.CallerArn), (tests[0].ItemType, tests[0].Status, tests[0].Identity));
        var volumes = tests.Single(test => test.ItemType == "aws.ec2.volume");
        Assert.Equal(RunStatus.Failed, volumes.Status);
        Assert.Contains("ec2:DescribeVolumes", volumes.Message, StringComparison.Ordinal);
        Assert.Equal(["ec2:DescribeRegions", "ec2:DescribeVolumes"], volumes.Permissions);
        Assert.Equal(RunStatus.Complete, tests.Single(test => test.ItemType == "aws.ec2.vpc").Status);

        // One region is tried, the home region before the others.
        Assert.All(_aws.Server.Requests, request => Assert.Equal("us-east-1", request.Region));
    }

    [Fact]
    public async Task Test_of_an_account_that_cannot_be_opened_is_one_failure()
    {
        _aws.Server.On("GetCallerIdentity", _ => AwsAnswer.QueryError(403, "InvalidClientTokenId", "Sorry"));
        var account = await _aws.AddAccountAsync();

        var test = Assert.Single(await (await _aws.GetEngineAsync())
            .TestAccountAsync(account, Engine.TextFilter.All, Engine.TextFilter.All, 4, _aws.Listener, CancellationToken.None).ToListAsync());

        Assert.Equal(("*", RunStatus.Failed, ""), (test.ItemType, test.Status, test.Identity));
    }

    [Fact]
    public async Task Policy_names_each_permission_once()
    {
        var policy = Assert.Single((await _aws.GetEngineAsync()).CreateAccessPolicies(Engine.TextFilter.Of(["aws"]), Engine.TextFilter.Of(["aws.ec2.image", "aws.ec2.vpc"])));

        Assert.Equal(["ec2:DescribeImageAttribute", "ec2:DescribeImages", "ec2:DescribeRegions", "ec2:DescribeVpcs"], policy.Permissions);
        Assert.Equal(["aws.ec2.image", "aws.ec2.vpc"], policy.ItemTypes);
        var statement = System.Text.Json.Nodes.JsonNode.Parse(policy.Document)!["Statement"]![0]!;
        Assert.Equal(policy.Permissions, statement["Action"]!.AsArray().Select(action => (string)action!));
        Assert.Equal(("Allow", "*"), ((string)statement["Effect"]!, (string)statement["Resource"]!));
    }

    private static Account With(Account account, params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string>(account.Fields);
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        return account with { Fields = all };
    }
}
