using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes names of accounts.</summary>
public sealed class AccountCompleter : StoreCompleter
{
    private protected override async Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken)
        => (await engine.GetAccountsAsync(cancellationToken).ConfigureAwait(false)).Select(account => (account.Name, $"{account.Type} {account.Identifier}"));
}
