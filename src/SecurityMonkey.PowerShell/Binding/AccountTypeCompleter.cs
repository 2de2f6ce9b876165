using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes names of account types.</summary>
public sealed class AccountTypeCompleter : StoreCompleter
{
    private protected override Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => Task.FromResult(engine.Plugins.AccountTypes.Select(type => (type.Definition.Name, type.Definition.Description)));
}
