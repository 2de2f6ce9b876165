namespace SecurityMonkey.Tests.Providers.Export;

public sealed class DocumentRecognizerTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/a";

    /// <summary>Lists that say that there is more, with the member that says so.</summary>
    public static TheoryData<string, string, string> IncompleteLists => new()
    {
        { """{"Vpcs":[{"VpcId":"vpc-1"}],"NextToken":"abc"}""", "NextToken", "aws.ec2.vpc" },
        { """{"NextToken":"abc","Vpcs":[{"VpcId":"vpc-1"}]}""", "NextToken", "aws.ec2.vpc" },
        { """{"Vpcs":[],"NextToken":"abc"}""", "NextToken", "aws.ec2.vpc" },
        { """{"Policies":[{"Arn":"arn:aws:iam::1:policy/p"}],"IsTruncated":true}""", "IsTruncated", "aws.iam.policy" },
        { """{"Policies":[{"Arn":"arn:aws:iam::1:policy/p"}],"Marker":"abc","IsTruncated":true}""", "Marker", "aws.iam.policy" },
        { """{"DBInstances":[{"DBInstanceArn":"arn:aws:rds:eu-west-1:1:db:a"}],"Marker":"abc"}""", "Marker", "aws.rds.instance" },
        {
            """{"LoadBalancers":[{"LoadBalancerArn":"arn:aws:elasticloadbalancing:us-west-2:1:loadbalancer/app/a/b"}],"NextMarker":"abc"}""",
            "NextMarker", "aws.elbv2.loadbalancer"
        },
        { """{"NextMarker":"abc","Functions":[{"FunctionArn":"arn:aws:lambda:us-west-2:1:function:a"}]}""", "NextMarker", "aws.lambda.function" },
        { $$"""{"value":[{"id":"{{Group}}"}],"nextLink":"https://management.azure.com/next"}""", "nextLink", "azure.resources.resourcegroups" },
        { $$"""{"value":[{"id":"{{Group}}"}],"@odata.nextLink":"https://management.azure.com/next"}""", "@odata.nextLink", "azure.resources.resourcegroups" },
        { $$"""{"data":[{"id":"{{Group}}"}],"$skipToken":"abc"}""", "$skipToken", "azure.resources.resourcegroups" },
        { $$"""{"data":[{"id":"{{Group}}"}],"skipToken":"abc"}""", "skipToken", "azure.resources.resourcegroups" },
        { $$"""{"nextToken":"abc","trailList":[{"TrailARN":"arn:aws:cloudtrail:eu-west-1:1:trail/a"}]}""", "nextToken", "aws.cloudtrail.trail" },
        { $$"""{"data":[{"id":"{{Group}}"}],"skip_token":"abc"}""", "skip_token", "azure.resources.resourcegroups" },
        { $$"""{"resultTruncated":"true","data":[{"id":"{{Group}}"}]}""", "resultTruncated", "azure.resources.resourcegroups" },
    };

    public static TheoryData<string> CompleteLists => new()
    {
        """{"Vpcs":[{"VpcId":"vpc-1"}],"NextToken":null}""",
        """{"Vpcs":[{"VpcId":"vpc-1"}],"NextToken":""}""",
        """{"Vpcs":[{"VpcId":"vpc-1","NextToken":"x","nextLink":"x","IsTruncated":true}]}""",
        """{"Vpcs":[{"VpcId":"vpc-1"}],"ResponseMetadata":{"NextToken":"x"}}""",
        """{"Policies":[{"Arn":"arn:aws:iam::1:policy/p"}],"IsTruncated":false}""",
        $$"""{"value":[{"id":"{{Group}}"}],"nextLink":null}""",
        $$"""{"value":[{"id":"{{Group}}"}],"nextLink":""}""",
        $$"""{"data":[{"id":"{{Group}}"}],"$skipToken":null,"resultTruncated":"false"}""",
    };

    [Theory]
    [MemberData(nameof(IncompleteLists))]
    public async Task List_that_goes_on_elsewhere_is_incomplete_and_keeps_its_items(string document, string member, string itemType)
    {
        var collection = await ExportFolder.CollectAsync("page.json", document);

        var failure = collection.AssertFailed(itemType, "page.json", "DocumentIncomplete");
        Assert.Contains($"the document has '{member}'", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Export it whole", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(document.Contains(":[]", StringComparison.Ordinal) ? 0 : 1, collection.Items.Count);
    }

    [Theory]
    [MemberData(nameof(CompleteLists))]
    public async Task List_that_does_not_is_complete(string document) => Assert.NotNull((await ExportFolder.CollectAsync("page.json", document)).Single());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Buckets":[{"Name":"logs"}]}""")]
    [InlineData("""{"Users":[],"NextToken":"abc"}""")]
    [InlineData("""{"value":{"id":"/subscriptions/1"}}""")]
    [InlineData("""{"value":"text"}""")]
    [InlineData("""{"error":{"code":"AuthorizationFailed","message":"..."}}""")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    public async Task Document_of_unknown_shape_is_not_recognised(string document)
    {
        var collection = await ExportFolder.CollectAsync("other.json", document);

        var failure = collection.AssertFailed("export.document", "other.json", "DocumentNotRecognized");
        Assert.Contains("AWS CLI describe call", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal((ErrorKind.InvalidData, 0), (failure.Error.Kind, collection.Items.Count));
    }

    [Theory]
    [InlineData("""[{"url":"https://api.github.com/users/a"}]{"message":"API rate limit exceeded","status":"403"}""", "github.user")]
    [InlineData("""[{"url":"https://api.github.com/users/a"}] "try again" """, "github.user")]
    [InlineData("""[{"url":"https://api.github.com/users/a"}] null""", "github.user")]
    [InlineData("""{"message":"Bad credentials"} [{"url":"https://api.github.com/users/a"}]""", "github.user")]
    [InlineData("""{"url":"https://api.github.com/users/a"}{"message":"Not Found"}""", "github.user")]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"}]}{"error":{"code":"Throttled"}}""", "aws.ec2.vpc")]
    [InlineData("""{"Vpcs":[{"VpcId":"vpc-1"}]}{"Buckets":[]}""", "aws.ec2.vpc")]
    public async Task Value_beside_the_lists_that_is_not_recognised_fails_the_document(string document, string itemType)
    {
        var collection = await ExportFolder.CollectAsync("export.json", document);

        var failure = collection.AssertFailed(itemType, "export.json", "DocumentNotRecognized");
        Assert.Contains("not recognised", failure.Error.Message, StringComparison.Ordinal);
        Assert.Single(collection.Items);
    }

    [Fact]
    public async Task Empty_list_beside_a_message_is_not_an_empty_list()
    {
        var collection = await ExportFolder.CollectKnownAsync("export.json", """[]{"message":"API rate limit exceeded"}""", "github.user");

        collection.AssertFailed("github.user", "export.json", "DocumentNotRecognized");
    }

    [Fact]
    public async Task Resource_beside_a_list_is_collected()
    {
        var collection = await ExportFolder.CollectAsync("lines.jsonl", $$"""
            {"value":[{"id":"{{Group}}","name":"a"}]}
            {"id":"{{Group}}b","name":"b"}
            {"url":"https://api.github.com/users/alice"}
            """);

        collection.AssertWhole();
        Assert.Equal(["a", "b", "users/alice"], collection.Items.Select(item => item.Name));
    }

    [Fact]
    public async Task Lines_are_documents_of_their_own()
    {
        var collection = await ExportFolder.CollectAsync("lines.jsonl", $$"""
            {"id":"{{Group}}","name":"a"}
            {"login":"alice","url":"https://api.github.com/users/alice"}

            {"id":"{{Group}}b","name":"b"}
            """);

        collection.AssertWhole();
        Assert.Equal(["a", "b", "alice"], collection.Items.Select(item => item.Name));
        Assert.Equal($$"""{"id":"{{Group}}b","name":"b"}""", collection.Items[1].Config);
    }

    [Fact]
    public async Task Answers_that_follow_each_other_are_all_read()
    {
        var collection = await ExportFolder.CollectAsync("answers.json", $$"""
            {"Vpcs":[{"VpcId":"vpc-1"}]}
            {"Vpcs":[{"VpcId":"vpc-2"}],"Subnets":[]}
            {"value":[{"id":"{{Group}}"}]}
            """);

        collection.AssertWhole();
        Assert.Equal(["aws.ec2.subnet", "aws.ec2.vpc", "azure.resources.resourcegroups"], collection.ItemTypes);
        Assert.Equal(["vpc-1", "vpc-2", Group.ToLowerInvariant()], collection.Items.Select(item => item.NativeId));
    }

    [Fact]
    public async Task Space_around_values_is_not_part_of_them()
    {
        var collection = await ExportFolder.CollectAsync("vpcs.json", " \r\n{\t\"Vpcs\" :\n[ {\"VpcId\" : \"vpc-1\" } \r\n, {\"VpcId\":\"vpc-2\"}\t]\n}\r\n ");

        collection.AssertWhole();
        Assert.Equal(["""{"VpcId" : "vpc-1" }""", """{"VpcId":"vpc-2"}"""], collection.Items.Select(item => item.AsWritten));
    }

    [Fact]
    public async Task Texts_that_look_like_structure_are_texts()
    {
        const string Resource = """{"VpcId":"vpc-1","Note":"]}, {\"VpcId\":\"vpc-9\"} \\","x":{"VpcId":"inner","Vpcs":[{"VpcId":"vpc-8"}]}}""";

        var collection = await ExportFolder.CollectAsync("vpcs.json", $$"""{"Note":"\"Vpcs\":[{}]","Vpcs":[{{Resource}}]}""");

        Assert.Equal(Resource, collection.Single().AsWritten);
    }
}
