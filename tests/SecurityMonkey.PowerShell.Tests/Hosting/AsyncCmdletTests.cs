using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.PowerShellTests.Support;

namespace SecurityMonkey.PowerShellTests.Hosting;

public sealed class AsyncCmdletTests : IDisposable
{
    private readonly CmdletHost _host = new(typeof(TestProbeCommand));

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Output_errors_and_warnings_come_in_order()
    {
        var result = _host.Run("Test-Probe -Count 5 -ErrorAction Continue");

        Assert.Equal([1, 2, 3, 4, 5], result.As<int>());
        Assert.Equal("ProbeFailed", result.ErrorId);
        Assert.Equal(["half way"], result.Warnings);
    }

    [Fact]
    public void Exception_becomes_a_terminating_error_with_id_category_and_cause()
    {
        var result = _host.Run("$ErrorActionPreference = 'Stop'; Test-Probe -Fail; 'not reached'");

        Assert.Empty(result.Output);
        Assert.Equal(("ProbeBroken", ErrorCategory.ResourceUnavailable, "target"), (result.ErrorId, result.Error.CategoryInfo.Category, result.Error.TargetObject));
    }

    [Fact]
    public void Terminating_error_can_be_caught()
    {
        var result = _host.Run("try { Test-Probe -Fail } catch { 'caught ' + $_.Exception.Message }");

        Assert.Equal("caught It broke.", result.Single<string>());
    }

    [Fact]
    public void Error_action_stop_stops_at_the_first_error_and_ends_the_work()
    {
        using var probe = new ProbeWatch();

        var result = _host.Run("Test-Probe -Count 1000 -ErrorAction Stop");

        Assert.Equal("ProbeFailed", result.ErrorId);
        Assert.True(probe.HasEnded);
    }

    [Fact]
    public void Break_downstream_ends_the_work()
    {
        using var probe = new ProbeWatch();

        var result = _host.Run("foreach ($once in 1) { Test-Probe -Count 100000 | ForEach-Object { $_; if ($_ -eq 3) { break } } }");

        Assert.Equal([1, 2, 3], result.As<int>());
        Assert.True(probe.HasEnded);
        Assert.True(probe.WasCancelled);
    }

    [Fact]
    public void Exception_downstream_ends_the_work_and_goes_on_untouched()
    {
        using var probe = new ProbeWatch();

        var result = _host.Run("Test-Probe -Count 100000 | ForEach-Object { throw 'enough' }");

        Assert.Equal("enough", result.Terminated?.Message);
        Assert.True(probe.HasEnded);
    }

    [Fact]
    public async Task Stopping_the_pipeline_cancels_the_work_and_is_no_error()
    {
        using var probe = new ProbeWatch();
        using var shell = _host.CreateShell("Test-Probe -Forever");
        var running = shell.BeginInvoke();
        await probe.Started.WaitAsync(TimeSpan.FromSeconds(30));

        await Task.Factory.FromAsync(shell.BeginStop(null, null), shell.EndStop);

        Assert.ThrowsAny<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Empty(shell.Streams.Error);
        Assert.True(probe.WasCancelled);
    }

    [Fact]
    public void Slow_consumer_slows_the_work_down()
    {
        using var probe = new ProbeWatch();

        _host.Run("foreach ($once in 1) { Test-Probe -Count 100000 | ForEach-Object { if ($_ -eq 10) { break } } }");

        Assert.InRange(probe.Written, 9, 11);
    }

    [Fact]
    public void Input_of_the_pipeline_is_taken_record_by_record()
        => Assert.Equal([1, 2, 1, 2, 3], _host.Run("2, 3 | Test-Probe").As<int>().Where(value => value > 0));
}

/// <summary>What a probe did.</summary>
public sealed class ProbeWatch : IDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static ProbeWatch? _current;

    public ProbeWatch() => _current = this;

    public static ProbeWatch? Current => _current;

    public Task Started => _started.Task;

    public bool HasEnded { get; set; }

    public bool WasCancelled { get; set; }

    public int Written { get; set; }

    public void Start() => _started.TrySetResult();

    public void Dispose() => _current = null;
}

/// <summary>A cmdlet that does what the bridge must carry.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Probe")]
[OutputType(typeof(int))]
public sealed class TestProbeCommand : AsyncCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public int Count { get; set; }

    [Parameter]
    public SwitchParameter Fail { get; set; }

    [Parameter]
    public SwitchParameter Forever { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            ProbeWatch.Current?.Start();
            if (Fail)
            {
                throw new SecurityMonkeyException("ProbeBroken", ErrorKind.Unavailable, "It broke.") { Target = "target" };
            }

            if (Forever)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            for (var value = 1; value <= Count; value++)
            {
                await pipeline.WriteAsync(value);
                if (ProbeWatch.Current is { } watch)
                {
                    watch.Written = value;
                }

                if (value == 3 && Count > 3)
                {
                    pipeline.Warn("half way");
                    await pipeline.WriteErrorAsync(new SecurityMonkeyException("ProbeFailed", ErrorKind.NotFound, "Not there."), value);
                }
            }
        }
        catch (OperationCanceledException)
        {
            ProbeWatch.Current?.WasCancelled = true;
            throw;
        }
        finally
        {
            ProbeWatch.Current?.HasEnded = true;
        }
    }
}
