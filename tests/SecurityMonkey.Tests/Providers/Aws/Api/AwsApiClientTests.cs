using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using SecurityMonkey.Tests.Providers.Aws.Support;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Aws.Api;

public sealed class AwsApiClientTests : IAsyncLifetime
{
    private readonly AwsDocumentFixture _fixture = new();

    private AwsServer Server => _fixture.Server;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task Pages_of_a_query_API_are_all_read()
    {
        Server.On("ListPolicies", "").On("GetAccountAuthorizationDetails", request => Users(
            request.Parameters.GetValueOrDefault("Marker") switch { null => "first", "m1" => "second", _ => "third" },
            request.Parameters.GetValueOrDefault("Marker") switch { null => "m1", "m1" => "m2", _ => null }));

        var changeSet = await _fixture.WatchAsync("aws.iam.group");

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal(["first", "second", "third"], (await _fixture.GetItemsAsync()).Select(item => item.Name));
    }

    [Fact]
    public async Task Pages_of_a_JSON_API_are_all_read()
    {
        Server.On("ListTables", request => Json(request.Body.Contains("ExclusiveStartTableName", StringComparison.Ordinal)
                ? """{"TableNames":["b"]}"""
                : """{"TableNames":["a"],"LastEvaluatedTableName":"a"}"""))
            .On("DescribeTable", request => Json($$$"""{"Table":{"TableName":"{{{Parameter(request, "TableName")}}}","TableArn":"arn"}}"""))
            .On("DescribeContinuousBackups", _ => Json("""{"ContinuousBackupsDescription":{}}"""))
            .On("GetResourcePolicy", _ => JsonError(400, "com.amazonaws.dynamodb.v20120810#PolicyNotFoundException", "None."));

        var changeSet = await _fixture.WatchAsync("aws.dynamodb.table");

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal(["a", "b"], (await _fixture.GetItemsAsync()).Select(item => item.Name));
        Assert.Contains(Server.Requests, request => request.Body == """{"Limit":100,"ExclusiveStartTableName":"a"}""");
    }

    [Fact]
    public async Task Pages_that_are_asked_for_by_several_tokens_are_all_read()
    {
        const string Zones = "<ListHostedZonesResponse><HostedZones><HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name></HostedZone></HostedZones><IsTruncated>false</IsTruncated></ListHostedZonesResponse>";
        Server.Otherwise = request => request.PathAndQuery switch
        {
            "/2013-04-01/hostedzone" => new AwsAnswer(200, Zones),
            "/2013-04-01/hostedzone/Z1/rrset" => new AwsAnswer(200, Records("a.example.com.", "<IsTruncated>true</IsTruncated><NextRecordName>b.example.com.</NextRecordName><NextRecordType>A</NextRecordType>")),
            "/2013-04-01/hostedzone/Z1/rrset?name=b.example.com.&type=A" => new AwsAnswer(200, Records("b.example.com.", "<IsTruncated>false</IsTruncated>")),
            _ => null,
        };

        await _fixture.WatchAsync("aws.route53.recordset");

        Assert.Equal(["Z1 a.example.com. A ", "Z1 b.example.com. A "], (await _fixture.GetItemsAsync()).Select(item => item.NativeId));
    }

    [Fact]
    public async Task Page_that_names_itself_as_the_next_one_fails_the_scope()
    {
        Server.On("GetAccountAuthorizationDetails", _ => Users("first", "again"));

        var changeSet = await _fixture.WatchAsync("aws.iam.group");

        Assert.Equal("AnswerInvalid", Assert.Single(changeSet.Failures).ErrorId);
    }

    [Fact]
    public async Task Error_in_the_middle_of_the_pages_deletes_nothing()
    {
        Server.On("GetAccountAuthorizationDetails", request => request.Parameters.ContainsKey("Marker") ? Users("second", null) : Users("first", "m1"));
        await _fixture.WatchAsync("aws.iam.group");
        Server.On("GetAccountAuthorizationDetails", request => request.Parameters.ContainsKey("Marker") ? AwsAnswer.QueryError(403, "AccessDenied", "No.") : Users("first", "m1"));

        var changeSet = await _fixture.WatchAsync("aws.iam.group");

        Assert.Equal(0, changeSet.Deleted);
        Assert.NotEqual(RunStatus.Complete, changeSet.Status);
        Assert.Equal(2, (await _fixture.GetItemsAsync()).Count);
    }

    [Fact]
    public async Task Detail_that_is_denied_is_unknown_and_names_the_permission()
    {
        _fixture.Use("aws.kms.key");
        Server.On("GetKeyPolicy", _ => JsonError(400, "AccessDeniedException", "User: arn:aws:iam::123456789012:user/x is not authorized to perform: kms:GetKeyPolicy"));

        var changeSet = await _fixture.WatchAsync("aws.kms.key");

        Assert.Equal(RunStatus.Partial, changeSet.Status);
        var failure = Assert.Single(changeSet.Failures);
        Assert.Equal(("AccessDenied", ErrorKind.PermissionDenied), (failure.ErrorId, failure.Kind));
        Assert.Contains("kms:GetKeyPolicy", failure.Message, StringComparison.Ordinal);
        var item = Assert.Single(await _fixture.GetItemsAsync());
        Assert.DoesNotContain("\"Policy\"", item.ConfigJson, StringComparison.Ordinal);
        Assert.Contains("\"KeyRotationEnabled\"", item.ConfigJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_whose_description_is_denied_is_unknown_as_a_whole_and_keeps_what_was_known()
    {
        _fixture.Use("aws.kms.key");
        await _fixture.WatchAsync("aws.kms.key");
        var before = Assert.Single(await _fixture.GetItemsAsync()).ConfigJson;
        Server.On("DescribeKey", _ => JsonError(400, "AccessDeniedException", "No."));

        var changeSet = await _fixture.WatchAsync("aws.kms.key");

        Assert.Equal((RunStatus.Partial, 0), (changeSet.Status, changeSet.Changed));
        Assert.Contains("kms:DescribeKey", Assert.Single(changeSet.Failures).Message, StringComparison.Ordinal);
        var item = Assert.Single(await _fixture.GetItemsAsync());
        Assert.Equal(before, item.ConfigJson);
        Assert.NotNull(item.FindUnknown("KeyState"));
    }

    [Fact]
    public async Task Throttling_is_waited_out_as_long_as_the_service_asks_for()
    {
        var calls = 0;
        Server.On("GetAccountAuthorizationDetails", _ => ++calls < 4
            ? AwsAnswer.QueryError(400, "Throttling", "Rate exceeded") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "30" } }
            : Users("first", null));

        var changeSet = await _fixture.WatchAsync("aws.iam.group");

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal(3, _fixture.Time.Delays.Count(delay => delay == TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Throttling_that_does_not_end_fails_the_scope()
    {
        Server.On("GetAccountAuthorizationDetails", _ => new AwsAnswer(429, ""));

        var failure = Assert.Single((await _fixture.WatchAsync("aws.iam.group")).Failures);

        Assert.Equal(("Throttled", ErrorKind.LimitExceeded), (failure.ErrorId, failure.Kind));
        Assert.InRange(Server.Count("GetAccountAuthorizationDetails"), 7, 9);
    }

    [Fact]
    public async Task Fault_of_the_service_is_tried_again()
    {
        var calls = 0;
        Server.On("GetAccountAuthorizationDetails", _ => ++calls == 1 ? new AwsAnswer(503, "<html>Busy</html>") : Users("first", null));

        Assert.Equal(RunStatus.Complete, (await _fixture.WatchAsync("aws.iam.group")).Status);
    }

    [Fact]
    public async Task Credentials_that_expire_in_the_middle_of_a_run_are_renewed()
    {
        var credentials = new NumberedCredentials();
        _fixture.Options = _fixture.Options with { SourceCredentials = credentials };
        _fixture.Use("aws.kms.key");
        Server.On("GetKeyPolicy", request => request.AccessKey == "AKID1"
            ? JsonError(400, "ExpiredTokenException", "The security token included in the request is expired")
            : Json("""{"Policy":"{}"}"""));

        var changeSet = await _fixture.WatchAsync("aws.kms.key");

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal(2, credentials.Number);
    }

    [Fact]
    public async Task Credentials_that_have_expired_for_good_are_said_to_have()
    {
        Server.On("GetAccountAuthorizationDetails", _ => AwsAnswer.QueryError(403, "ExpiredToken", "The security token included in the request is expired"));

        Assert.Equal("CredentialsExpired", Assert.Single((await _fixture.WatchAsync("aws.iam.group")).Failures).ErrorId);
        Assert.Equal(2, Server.Count("GetAccountAuthorizationDetails"));
    }

    [Fact]
    public async Task Clock_that_is_off_is_corrected_by_the_time_of_the_service()
    {
        Server.On("GetAccountAuthorizationDetails", request => SignedAt(request) > DateTimeOffset.UtcNow.AddMinutes(-5) && SignedAt(request) < DateTimeOffset.UtcNow.AddMinutes(5)
            ? Users("first", null)
            : AwsAnswer.QueryError(403, "SignatureDoesNotMatch", "Signature expired: 20261124T160000Z is now earlier than ..."));
        _fixture.Time.Now = DateTimeOffset.UtcNow.AddHours(-3);

        var changeSet = await _fixture.WatchAsync("aws.iam.group");

        Assert.Equal(RunStatus.Complete, changeSet.Status);
        Assert.Equal(2, Server.Count("GetAccountAuthorizationDetails"));
    }

    [Fact]
    public async Task Answer_that_is_cut_off_is_asked_for_again()
    {
        var calls = 0;
        Server.On("GetAccountAuthorizationDetails", _ => ++calls == 1 ? Cut(Users("first", null)) : Users("first", null));

        Assert.Equal(RunStatus.Complete, (await _fixture.WatchAsync("aws.iam.group")).Status);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Answer_that_is_always_cut_off_fails_the_scope_and_deletes_nothing()
    {
        Server.On("GetAccountAuthorizationDetails", _ => Users("first", null));
        await _fixture.WatchAsync("aws.iam.group");
        Server.On("GetAccountAuthorizationDetails", _ => Cut(Users("first", null)));

        var changeSet = await _fixture.WatchAsync("aws.iam.group");

        Assert.Equal(("AnswerInvalid", ErrorKind.InvalidData), (Assert.Single(changeSet.Failures).ErrorId, changeSet.Failures[0].Kind));
        Assert.Single(await _fixture.GetItemsAsync());
    }

    [Fact]
    public async Task Answer_that_refers_to_files_is_refused()
    {
        Server.On("GetAccountAuthorizationDetails", _ => new AwsAnswer(200, """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>"""));

        Assert.Equal("AnswerInvalid", Assert.Single((await _fixture.WatchAsync("aws.iam.group")).Failures).ErrorId);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "AccessDenied", ErrorKind.PermissionDenied)]
    [InlineData(403, "InvalidClientTokenId", "AuthenticationFailed", ErrorKind.AuthenticationFailed)]
    [InlineData(403, "SignatureDoesNotMatch", "AuthenticationFailed", ErrorKind.AuthenticationFailed)]
    [InlineData(400, "RequestExpired", "ClockSkewed", ErrorKind.AuthenticationFailed)]
    [InlineData(403, "OptInRequired", "RegionNotEnabled", ErrorKind.Unavailable)]
    [InlineData(500, "InternalFailure", "ServiceFailed", ErrorKind.Unavailable)]
    public async Task Error_has_a_stable_id_and_names_account_region_and_call(int status, string code, string errorId, ErrorKind kind)
    {
        Server.On("GetAccountAuthorizationDetails", _ => AwsAnswer.QueryError(status, code, "Because."));
        _fixture.Time.Now = DateTimeOffset.UtcNow;

        var failure = Assert.Single((await _fixture.WatchAsync("aws.iam.group")).Failures);

        Assert.Equal((errorId, kind), (failure.ErrorId, failure.Kind));
        Assert.Contains("iam:GetAccountAuthorizationDetails", failure.Message, StringComparison.Ordinal);
        Assert.Contains("us-east-1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'prod'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws.iam.passwordpolicy", "NoSuchEntity")]
    [InlineData("aws.organizations.organization", "AWSOrganizationsNotInUseException")]
    [InlineData("aws.organizations.account", "AWSOrganizationsNotInUseException")]
    [InlineData("aws.securityhub.hub", "InvalidAccessException")]
    [InlineData("aws.account.contact", "ResourceNotFoundException")]
    public async Task What_an_account_does_not_have_is_no_failure(string itemType, string code)
    {
        Server.Otherwise = request => request.Service is "iam" ? AwsAnswer.QueryError(404, code, "None.") : JsonError(400, code, "None.");

        var changeSet = await _fixture.WatchAsync(itemType);

        Assert.Equal((RunStatus.Complete, 0), (changeSet.Status, changeSet.Seen));
    }

    [Fact]
    public async Task Account_that_does_not_manage_the_organization_is_not_asked_for_its_accounts()
    {
        Server.On("DescribeOrganization", _ => Json("""{"Organization":{"Id":"o-1","Arn":"arn","MasterAccountId":"999999999999"}}"""));

        var changeSet = await _fixture.WatchAsync("aws.organizations.account");

        Assert.Equal((RunStatus.Complete, 0), (changeSet.Status, changeSet.Seen));
        Assert.Equal(0, Server.Count("ListAccounts"));
    }

    [Fact]
    public async Task Report_that_is_not_finished_is_waited_for()
    {
        _fixture.Use("aws.iam.credentialreport");
        var polls = 0;
        Server.On("GenerateCredentialReport", _ => new AwsAnswer(
            200,
            $"<GenerateCredentialReportResponse><GenerateCredentialReportResult><State>{(++polls < 5 ? "INPROGRESS" : "COMPLETE")}</State></GenerateCredentialReportResult></GenerateCredentialReportResponse>"));

        Assert.Equal(RunStatus.Complete, (await _fixture.WatchAsync("aws.iam.credentialreport")).Status);
        Assert.Equal(5, polls);
    }

    [Fact]
    public async Task Document_of_a_service_that_is_not_known_says_how_it_is_called()
    {
        _fixture.Write(
            """
            apiVersion: securitymonkey/v1
            kind: Watcher
            metadata: { itemType: aws.widgets.widget, title: Widget }
            spec:
              accountType: AWS
              list:
                call:
                  service: widgets
                  action: ListWidgets
                  protocol: query
                  version: '2020-01-01'
                  endpoint: api.widgets
                  signingName: widget
                  permission: widget:List
                  page: { input: Token, output: NextToken }
                  types: { list: Widgets, number: [Size], always: Widgets.Parts }
                items: Widgets
              id: Name
            """);
        Server.On("ListWidgets", _ => new AwsAnswer(
            200, "<ListWidgetsResponse><ListWidgetsResult><Widgets><Widget><Name>w</Name><Size>3</Size></Widget></Widgets></ListWidgetsResult></ListWidgetsResponse>"));

        var changeSet = await _fixture.WatchAsync("aws.widgets.widget");

        Assert.Empty(changeSet.Failures);
        Assert.Equal("""{"Name":"w","Parts":[],"Size":3}""", Assert.Single(await _fixture.GetItemsAsync()).ConfigJson);
        Assert.Equal("widget", Server.Requests.Last().Service);
        Assert.Equal(["widget:List"], (await _fixture.GetWatcherAsync("aws.widgets.widget")).Permissions);
    }

    [Fact]
    public async Task Example_of_the_help_collects()
    {
        var file = Repository.Combine("module", "examples", "watchers", "aws-ssm-documents.yaml");
        var document = File.ReadAllText(file).ReplaceLineEndings("\n");
        Assert.Contains(document[document.IndexOf("apiVersion", StringComparison.Ordinal)..], File.ReadAllText(Repository.Combine("module", "help", "en-US", "about_SecurityMonkey_Watchers.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        _fixture.Documents.Add(file);
        Server.On("ListDocuments", _ => Json("""{"DocumentIdentifiers":[{"Name":"Patch","CreatedDate":1795401510.5,"Owner":"123456789012","Tags":[]}]}"""))
            .On("DescribeDocumentPermission", _ => Json("""{"AccountIds":["all"],"AccountSharingInfoList":[]}"""));

        var changeSet = await _fixture.WatchAsync("aws.ssm.document");

        Assert.Empty(changeSet.Failures);
        var item = Assert.Single(await _fixture.GetItemsAsync());
        Assert.Equal("arn:aws:ssm:eu-west-1:123456789012:document/Patch", item.NativeId);
        Assert.Equal("""{"CreatedDate":"2026-11-23T02:38:30.500000+00:00","Name":"Patch","Owner":"123456789012","SharedWith":["all"],"Tags":[]}""", item.ConfigJson);
        Assert.Equal(["ssm:DescribeDocumentPermission", "ssm:ListDocuments"], (await _fixture.GetWatcherAsync("aws.ssm.document")).Permissions);
        Assert.Contains(Server.Requests, request => request.Body == """{"Filters":[{"Key":"Owner","Values":["Self"]}]}""");
    }

    [Theory]
    [InlineData("action: DeleteUser", "only reads")]
    [InlineData("action: ListUsers, endpoint: 'evil.example.com/x'", "host name")]
    [InlineData("action: ListUsers, protocol: rest-json", "path")]
    [InlineData("action: ListUsers, types: { lists: [Users] }", "'lists'")]
    [InlineData("action: ListUsers, page: { input: Marker }", "output")]
    public async Task Call_that_cannot_be_made_says_why(string call, string expected)
    {
        _fixture.Write(
            $$"""
            apiVersion: securitymonkey/v1
            kind: Watcher
            metadata: { itemType: aws.iam.wrong, title: Wrong }
            spec:
              accountType: AWS
              list: { call: { service: iam, {{call}} }, items: Users }
              id: Arn
            """);

        var failure = Assert.Single((await _fixture.WatchAsync("aws.iam.wrong")).Failures);

        Assert.Equal("WatcherCallInvalid", failure.ErrorId);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Recorded_answers_of_IAM_become_items()
    {
        Replay("iam");

        Assert.Equal(RunStatus.Complete, (await _fixture.WatchAsync("aws.iam.user")).Status);

        var user = JsonNode.Parse(Assert.Single(await _fixture.GetItemsAsync()).ConfigJson)!;
        Assert.Equal("*", (string?)user["UserPolicyList"]![0]!["PolicyDocument"]!["Statement"]![0]!["Action"]);
        Assert.Equal("2026-11-23T02:38:30.087425+00:00", (string?)user["CreateDate"]);
        Assert.Equal("Active", (string?)user["AccessKeys"]![0]!["Status"]);
        Assert.Equal("alice", (string?)user["LoginProfile"]!["UserName"]);
        Assert.Empty(user["MFADevices"]!.AsArray());
    }

    [SkippableTheory]
    [InlineData("aws.iam.role", 1)]
    [InlineData("aws.iam.policy", 1)]
    [InlineData("aws.iam.passwordpolicy", 1)]
    [InlineData("aws.iam.servercertificate", 0)]
    [InlineData("aws.iam.samlprovider", 0)]
    [InlineData("aws.iam.virtualmfadevice", 0)]
    [InlineData("aws.iam.credentialreport", 1)]
    public async Task Recorded_answers_of_IAM_are_read_to_their_end(string itemType, int count)
    {
        Replay("iam");

        var changeSet = await _fixture.WatchAsync(itemType);

        Assert.Empty(changeSet.Failures);
        Assert.Equal(count, changeSet.Seen);
    }

    [SkippableFact]
    public async Task Recorded_answers_of_KMS_become_items()
    {
        Replay("kms");
        Server.On("ListAliases", _ => Json("""{"Aliases":[]}""")).On("ListResourceTags", _ => Json("""{"Tags":[]}"""));

        var changeSet = await _fixture.WatchAsync("aws.kms.key");

        Assert.Empty(changeSet.Failures);
        var key = JsonNode.Parse((await _fixture.GetItemsAsync())[0].ConfigJson)!;
        Assert.Equal("2026-11-23T02:38:30.416273+00:00", (string?)key["CreationDate"]);
        Assert.Equal("kms:*", (string?)key["Policy"]!["Statement"]![0]!["Action"]);
        Assert.False((bool)key["KeyRotationEnabled"]!);
        Assert.False(key.AsObject().ContainsKey("MultiRegion"));
    }

    private static AwsAnswer Users(string name, string? marker) => new(
        200,
        $"""
        <GetAccountAuthorizationDetailsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccountAuthorizationDetailsResult><UserDetailList/><GroupDetailList><member><GroupName>{name}</GroupName><Arn>arn:aws:iam::123456789012:group/{name}</Arn></member></GroupDetailList><IsTruncated>{(marker is null ? "false" : "true")}</IsTruncated>{(marker is null ? "" : $"<Marker>{marker}</Marker>")}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>
        """);

    private static string Records(string name, string rest)
        => $"<ListResourceRecordSetsResponse><ResourceRecordSets><ResourceRecordSet><Name>{name}</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets>{rest}</ListResourceRecordSetsResponse>";

    private static AwsAnswer Cut(AwsAnswer answer) => answer with { Body = answer.Body[..^40] };

    private static AwsAnswer Json(string json) => new(200, json, "application/x-amz-json-1.1");

    private static AwsAnswer JsonError(int status, string type, string message)
        => new(status, new JsonObject { ["__type"] = type, ["message"] = message }.ToJsonString(), "application/x-amz-json-1.1");

    private static string Parameter(AwsRequest request, string name) => (string)JsonNode.Parse(request.Body)![name]!;

    private static DateTimeOffset SignedAt(AwsRequest request)
        => DateTimeOffset.ParseExact(request.SignedAt, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private void Replay(string service)
    {
        foreach (var file in Directory.EnumerateFiles(SharedFixtures.Require("aws"), service + ".*"))
        {
            var body = File.ReadAllText(file);
            Server.On(Path.GetFileName(file).Split('.')[1], _ => new AwsAnswer(200, body, file.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "text/xml"));
        }

        // The recorder did not write down a call that lists one user.
        Server.On("GetUser", _ => new AwsAnswer(200, "<GetUserResponse><GetUserResult><User><UserName>alice</UserName></User></GetUserResult></GetUserResponse>"));
    }

    private sealed class NumberedCredentials : RefreshingAWSCredentials
    {
        public int Number { get; private set; }

        protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
        {
            Number++;
            return Task.FromResult(new CredentialsRefreshState(
                new ImmutableCredentials($"AKID{Number}", "EXAMPLE-SECRET", $"EXAMPLE-TOKEN-{Number}"), DateTime.UtcNow.AddHours(1)));
        }
    }
}
