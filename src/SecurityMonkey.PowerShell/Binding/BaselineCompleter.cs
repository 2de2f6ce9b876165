using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes names of baselines.</summary>
public sealed class BaselineCompleter : StoreCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => (await engine.GetBaselinesAsync([], cancellationToken).ConfigureAwait(false)).Baselines.Select(baseline => (baseline.Name, baseline.Title));
}
