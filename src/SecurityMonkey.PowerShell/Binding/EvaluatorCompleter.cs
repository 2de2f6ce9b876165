using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes names of conditions in code.</summary>
public sealed class EvaluatorCompleter : StoreCompleter
{
    private protected override Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => Task.FromResult(engine.Plugins.Evaluators.Values.OrderBy(evaluator => evaluator.Name, StringComparer.Ordinal).Select(evaluator => (evaluator.Name, evaluator.Description)));
}
