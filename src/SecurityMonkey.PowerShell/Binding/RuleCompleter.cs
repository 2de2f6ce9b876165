using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes ids of rules.</summary>
public sealed class RuleCompleter : StoreCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => (await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false)).Rules.Select(rule => (rule.Id, rule.Title));
}
