using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Commands;

public sealed class ItemCommandTests : IDisposable
{
    private readonly CmdletHost _host = new();

    public ItemCommandTests()
    {
        _host.WriteGroups(("web", [443]), ("web-old", []), ("db", [5432]));
        _host.AddExportAccount();
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();
        _host.WriteGroups(("web", [443, 22]), ("db", [5432]));
        _host.Run("Invoke-SMWatcher").ThrowIfFailed();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Items_are_shown_with_their_configuration()
    {
        var item = _host.Run("Get-SMItem web -ItemType securitygroup -Region eu-*").ThrowIfFailed().Single<Item>();

        Assert.Equal(("web", "sg-web", "eu-west-1", ItemState.Active, 2), (item.Name, item.NativeId, item.Region, item.State, item.RevisionNumber));
        Assert.StartsWith("""{"GroupId":"sg-web",""", item.ConfigJson, StringComparison.Ordinal);
        Assert.Equal(item.Id, _host.Run($"Get-SMItem -Id {item.Id.ToString(CultureInfo.InvariantCulture)}").Single<Item>().Id);
    }

    [Fact]
    public void Deleted_items_are_shown_when_asked_for()
    {
        Assert.Equal(["db", "web"], _host.Run("Get-SMItem").As<Item>().Select(item => item.Name));
        Assert.Equal("web-old", _host.Run("Get-SMItem -State Deleted").Single<Item>().Name);
        Assert.Equal("web-old", _host.Run("Get-SMItem web-o* -State Deleted, Active").Single<Item>().Name);
    }

    [Theory]
    [InlineData("Get-SMItem nothing", "ItemNotFound")]
    [InlineData("Get-SMItem -Id 4711", "ItemNotFound")]
    [InlineData("Get-SMItem -ItemType aws.nonsense", "ItemTypeNotFound")]
    [InlineData("Get-SMRevision nothing", "ItemNotFound")]
    [InlineData("Compare-SMRevision nothing", "ItemNotFound")]
    [InlineData("Compare-SMRevision -ReferenceId 1 -DifferenceId 4711", "RevisionNotFound")]
    [InlineData("Compare-SMRevision web -From 7", "RevisionNotFound")]
    [InlineData("Get-SMIssue -Rule SM-NONSENSE-001", "RuleNotFound")]
    [InlineData("Get-SMIssue -Id 4711", "IssueNotFound")]
    [InlineData("Get-SMIssue nothing", "ItemNotFound")]
    [InlineData("Get-SMIssueEvent 4711", "IssueNotFound")]
    [InlineData("Get-SMChange nothing", "ItemNotFound")]
    [InlineData("Get-SMRun -RunId 4711", "RunNotFound")]
    public void What_is_named_and_not_there_is_an_error(string script, string errorId)
    {
        var result = _host.Run(script);

        Assert.Null(result.Terminated);
        Assert.Equal((errorId, ErrorCategory.ObjectNotFound), (result.ErrorId, result.Error.CategoryInfo.Category));
    }

    [Theory]
    [InlineData("Get-SMItem noth*")]
    [InlineData("Get-SMChange noth*")]
    [InlineData("Get-SMChange web -Kind Deleted")]
    [InlineData("Get-SMIssue noth*")]
    [InlineData("Get-SMIssue db, web-old, sg-web -MinScore 10")]
    [InlineData("Get-SMRun -RunId 4711 -Kind Watch")]
    public void Wildcards_that_match_nothing_and_items_without_news_are_silence(string script)
        => Assert.Empty(_host.Run(script).ThrowIfFailed().Output);

    [Fact]
    public void Revisions_of_an_item_are_its_history()
    {
        var revisions = _host.Run("Get-SMItem web | Get-SMRevision").ThrowIfFailed().As<Revision>();

        Assert.Equal([1, 2], revisions.Select(revision => revision.Number));
        Assert.Equal(2, _host.Run("Get-SMRevision web -Latest").Single<Revision>().Number);
        Assert.Equal(ItemState.Deleted, _host.Run("Get-SMRevision web-old -Latest").Single<Revision>().State);
        Assert.Equal(5, _host.Run("Get-SMRevision").Output.Count);
        Assert.Empty(_host.Run("Get-SMRevision -Until 1d").Output);
    }

    [Fact]
    public void Changes_say_what_happened_path_by_path_with_before_after_and_delta()
    {
        Assert.Equal(5, _host.Run("Get-SMChange -Since 1h").ThrowIfFailed().Output.Count);
        var change = _host.Run("Get-SMChange -Kind Changed").ThrowIfFailed().Single<Change>();

        Assert.Equal(("web", 1, 2), (change.Name, change.FromRevision, change.ToRevision));
        var difference = Assert.Single(change.Differences);
        Assert.Equal(DifferenceKind.Added, difference.Kind);
        Assert.StartsWith("""{"FromPort":22""", difference.After, StringComparison.Ordinal);
        Assert.NotEqual(change.BeforeJson, change.AfterJson);
        Assert.Contains("\"_t\":\"a\"", change.Delta, StringComparison.Ordinal);
        Assert.Equal("web-old", _host.Run("Get-SMChange -Kind Deleted -Since 7d").Single<Change>().Name);
        Assert.Equal(2, _host.Run("Get-SMChange -RunId 2").Output.Count);
    }

    [Fact]
    public void Any_two_revisions_and_points_in_time_can_be_compared()
    {
        var latest = _host.Run("Compare-SMRevision web").ThrowIfFailed().Single<Change>();
        Assert.Equal((ChangeKind.Changed, 1, 2), (latest.Kind, latest.FromRevision, latest.ToRevision));
        Assert.Equal(ChangeKind.Unchanged, _host.Run("Compare-SMRevision web -From 2 -To 2").Single<Change>().Kind);
        Assert.Equal(ChangeKind.Created, _host.Run("Compare-SMRevision web -From 0 -To 1").Single<Change>().Kind);
        Assert.Equal(ChangeKind.Deleted, _host.Run("Get-SMItem -State Deleted | Compare-SMRevision").Single<Change>().Kind);
        Assert.Equal(ChangeKind.Created, _host.Run("Compare-SMRevision web -Since 1d").Single<Change>().Kind);
        Assert.Equal(
            latest.Delta,
            _host.Run("$r = @(Get-SMRevision web); Compare-SMRevision -ReferenceId $r[0].Id -DifferenceId $r[1].Id").ThrowIfFailed().Single<Change>().Delta);
    }

    [Fact]
    public void Item_types_and_regions_are_completed()
    {
        Assert.Contains("aws.ec2.securitygroup", _host.Complete("Get-SMItem -ItemType aws.ec2.sec"));
        Assert.Equal(["eu-west-1"], _host.Complete("Get-SMItem -Region e"));
        Assert.Contains("SM-AWS-EC2-001", _host.Complete("Get-SMRule SM-AWS"));
    }

    [Theory]
    [InlineData("1h", true)]
    [InlineData("90s", true)]
    [InlineData("7d", true)]
    [InlineData("2w", true)]
    [InlineData("'2000-01-01'", true)]
    [InlineData("([datetime]::Now.AddHours(-1))", true)]
    [InlineData("([timespan]'00:10:00')", true)]
    [InlineData("'2999-01-01'", false)]
    public void Times_are_written_as_people_say_them(string since, bool isFound)
        => Assert.Equal(isFound, _host.Run($"Get-SMChange -Since {since}").ThrowIfFailed().Output.Count > 0);

    [Fact]
    public void Time_that_cannot_be_read_is_explained()
    {
        var result = _host.Run("Get-SMChange -Since yesteryear");

        Assert.Contains("1h", result.Error.ToString(), StringComparison.Ordinal);
    }
}
