using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Auditing;

/// <summary>Audits that are stopped, killed, or run beside another one.</summary>
public sealed class AuditInterruptionTests : IAsyncLifetime
{
    private const int Items = 2500;

    private readonly EngineFixture _fixture = new();
    private Action<int> _evaluated = _ => { };
    private int _count;

    public AuditInterruptionTests()
        => _fixture.Cloud.Auditors.Add(new FakeAuditor("T-900", item =>
        {
            _evaluated(Interlocked.Increment(ref _count));
            return [new Finding($"Found {item.NativeId}")];
        }));

    public async Task InitializeAsync()
    {
        await _fixture.AddAccountAsync();
        for (var index = 0; index < Items; index++)
        {
            _fixture.Cloud.Things.Items.Add(new FakeThing($"i-{index}", "{}", "here", "", "x"));
        }

        await _fixture.WatchAsync();
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Audit_that_is_stopped_leaves_nothing_half_written_and_the_next_one_does_it_all()
    {
        using var stop = new CancellationTokenSource();
        _evaluated = number =>
        {
            if (number == Items - 100)
            {
                stop.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AuditAsync(_fixture.GetEngineAsync(), stop.Token));
        var afterwards = await _fixture.GetIssuesAsync();
        var run = Assert.Single(await _fixture.GetRunsAsync(new RunQuery { Kind = RunKind.Audit }));
        var report = Assert.Single(await _fixture.AuditAsync());

        Assert.Empty(afterwards);
        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Equal((RunStatus.Complete, Items, Items), (report.Status, report.New.Count, report.Evaluated));
        Assert.Equal(Items, (await _fixture.GetIssuesAsync()).Count);
    }

    [Fact]
    public async Task Audit_whose_process_is_killed_reads_as_interrupted_and_the_next_one_does_it_all()
    {
        using var folder = new TemporaryFolder();
        var copy = Path.Combine(folder.Path, "store.db");
        _evaluated = number =>
        {
            // What a process that is killed leaves behind: the file and the log that was not written back, and no lock.
            if (number == Items - 100)
            {
                foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_fixture.StorePath)!, "store.db*").Where(file => !file.Contains(".run-", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)))
                {
                    using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    using var to = File.Create(Path.Combine(folder.Path, Path.GetFileName(file)));
                    from.CopyTo(to);
                }
            }
        };
        await _fixture.AuditAsync();

        await using var engine = await MonkeyEngine.OpenAsync(_fixture.OptionsOf(copy), CancellationToken.None);
        var run = Assert.Single(await engine.GetRunsAsync(new RunQuery { Kind = RunKind.Audit }, CancellationToken.None).ToListAsync());
        var before = await engine.GetIssuesAsync(new IssueQuery(), CancellationToken.None).ToListAsync();
        var report = Assert.Single(await AuditAsync(Task.FromResult(engine), CancellationToken.None));

        Assert.Equal(RunStatus.Interrupted, run.Status);
        Assert.Empty(before);
        Assert.Equal((RunStatus.Complete, Items), (report.Status, report.New.Count));
    }

    [Fact]
    public async Task Two_audits_of_one_store_at_once_say_together_what_one_says()
    {
        await using var other = await MonkeyEngine.OpenAsync(_fixture.OptionsOf(_fixture.StorePath), CancellationToken.None);
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Task.Run(async () =>
        {
            await together.Task;
            return await AuditAsync(Task.FromResult(other), CancellationToken.None);
        });
        _evaluated = number =>
        {
            if (number == 1)
            {
                together.SetResult();
            }
        };

        var first = await _fixture.AuditAsync();
        var reports = first.Concat(await second).ToArray();
        var afterwards = Assert.Single(await _fixture.AuditAsync());

        Assert.All(reports.Where(report => report.Status == RunStatus.Skipped), report => Assert.Contains("Another run", Assert.Single(report.Errors).Message, StringComparison.Ordinal));
        Assert.Equal(Items, reports.Sum(report => report.New.Count));
        Assert.Equal(Items, (await _fixture.GetIssuesAsync()).Count);
        Assert.Equal((RunStatus.Complete, Items, 0, 0), (afterwards.Status, afterwards.Open, afterwards.New.Count, afterwards.Evaluated));
    }

    private async Task<IReadOnlyList<AuditReport>> AuditAsync(Task<MonkeyEngine> opening, CancellationToken cancellationToken)
    {
        var engine = await opening;
        await using var run = await engine.PrepareAuditAsync(new AuditOptions(), cancellationToken);
        var reports = await run.AuditAsync(await engine.GetUnitsAsync(cancellationToken), _fixture.Listener, cancellationToken).ToListAsync(cancellationToken);
        await run.EndAsync(cancellationToken);
        return reports;
    }
}
