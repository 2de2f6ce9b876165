using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes names of baselines.</summary>
public sealed class BaselineCompleter : StoreCompleter
{
    private protected override Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => Task.FromResult(engine.GetBaselines().Baselines.Select(baseline => (baseline.Name, baseline.Title)));
}
