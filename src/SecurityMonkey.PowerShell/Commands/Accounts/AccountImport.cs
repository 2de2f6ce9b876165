using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Adds accounts one by one. One that cannot be added is an error, and the others are added; one that is there already is left as it is.</summary>
internal sealed class AccountImport(
    MonkeyEngine engine, CmdletPipeline pipeline, TextFilter names, IReadOnlyDictionary<string, string> commonFields, string? type, bool isDisabled)
{
    private static readonly string[] OwnMembers = ["Type", "Name", "Identifier", "Notes"];

    /// <summary>Adds the accounts that an account knows of.</summary>
    public async Task ImportFromAsync(Account source, CancellationToken cancellationToken)
    {
        var listener = new ProgressListener(pipeline, $"Listing the accounts of {source.Name}", engine.Time);
        try
        {
            await foreach (var account in engine.ListAccountsAsync(source, listener, cancellationToken).ConfigureAwait(false))
            {
                await AddAsync(account with { Name = NameOf(account), Fields = Merge(account.Fields, commonFields) }, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SecurityMonkeyException exception)
        {
            await pipeline.WriteErrorAsync(exception, source.Name).ConfigureAwait(false);
        }
        finally
        {
            listener.End();
        }
    }

    /// <summary>Adds the account that some values describe; values of other names than a field of its type has are left alone.</summary>
    public async Task ImportAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        try
        {
            var typeName = Get(values, "Type") is { Length: > 0 } own ? own : type
                ?? throw new SecurityMonkeyException(
                    "AccountTypeMissing", ErrorKind.InvalidArgument, $"The account '{Get(values, "Name")}' does not say its type. Give -Type, or a column Type.");
            var definition = engine.Plugins.GetAccountType(typeName).Definition;
            var fields = values.Where(value => value.Value.Length > 0
                && !OwnMembers.Contains(value.Key, StringComparer.OrdinalIgnoreCase)
                && definition.Fields.Any(field => string.Equals(field.Name, value.Key, StringComparison.OrdinalIgnoreCase)));
            var account = new Account
            {
                Type = definition.Name,
                Name = Get(values, "Name"),
                Identifier = Get(values, "Identifier"),
                Notes = Get(values, "Notes") is { Length: > 0 } notes ? notes : null,
                Fields = Merge(commonFields, fields),
            };
            await AddAsync(account with { Name = account.Name.Length == 0 ? account.Identifier : account.Name }, cancellationToken).ConfigureAwait(false);
        }
        catch (SecurityMonkeyException exception)
        {
            await pipeline.WriteErrorAsync(exception, Get(values, "Name")).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(Account account, CancellationToken cancellationToken)
    {
        if (!names.IsMatch(account.Name))
        {
            return;
        }

        try
        {
            var existing = (await engine.GetAccountsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(known => IsSame(known, account));
            if (existing is not null)
            {
                pipeline.Verbose($"The {account.Type} account {account.Identifier} is there already, as '{existing.Name}', and is left as it is.");
                return;
            }

            var valid = engine.ValidateAccount(account with { IsActive = !isDisabled });
            if (await pipeline.ShouldProcessAsync($"{valid.Type} account '{valid.Name}'", "Import").ConfigureAwait(false))
            {
                await pipeline.WriteAsync(await engine.AddAccountAsync(valid, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (SecurityMonkeyException exception)
        {
            await pipeline.WriteErrorAsync(exception, account.Name).ConfigureAwait(false);
        }
    }

    private static bool IsSame(Account known, Account account)
        => string.Equals(known.Type, account.Type, StringComparison.OrdinalIgnoreCase)
            && string.Equals(known.Identifier, account.Identifier, StringComparison.OrdinalIgnoreCase);

    // What a provider calls an account may hold what would be a wildcard here, or nothing.
    private static string NameOf(Account account)
        => string.IsNullOrWhiteSpace(account.Name) ? account.Identifier : account.Name.Replace('*', '-').Replace('?', '-').Replace('[', '(').Replace(']', ')');

    private static Dictionary<string, string> Merge(IEnumerable<KeyValuePair<string, string>> weak, IEnumerable<KeyValuePair<string, string>> strong)
    {
        var merged = new Dictionary<string, string>(weak, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in strong)
        {
            merged[name] = value;
        }

        return merged;
    }

    private static string Get(IReadOnlyDictionary<string, string> values, string name) => values.TryGetValue(name, out var value) ? value.Trim() : "";
}
