using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Set-SMAccount: changes an account.</summary>
[Cmdlet(VerbsCommon.Set, "SMAccount", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class SetSMAccountCommand : AccountWritingCmdlet
{
    /// <summary>The name of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Another name.</summary>
    [Parameter]
    public string? NewName { get; set; }

    /// <summary>Writes the changed account to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    public override object GetDynamicParameters() => SetFieldParameters(StoreSession.Current.FindTypeOfAccount(Name), isAdding: false);

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var account in await FindAccountsAsync(pipeline, engine, [WildcardPattern.Escape(Name)], cancellationToken).ConfigureAwait(false))
        {
            var definition = engine.Plugins.GetAccountType(account.Type).Definition;
            var fields = new Dictionary<string, string>(account.Fields, StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in await ReadFieldsAsync(pipeline, definition).ConfigureAwait(false))
            {
                fields[name] = value;
            }

            var changed = engine.ValidateAccount(ApplyTo(account) with { Name = NewName ?? account.Name, Fields = fields });
            if (await pipeline.ShouldProcessAsync($"{account.Type} account '{account.Name}'", "Change").ConfigureAwait(false))
            {
                var stored = await engine.UpdateAccountAsync(changed, cancellationToken).ConfigureAwait(false);
                if (PassThru)
                {
                    await pipeline.WriteAsync(stored).ConfigureAwait(false);
                }
            }
        }
    }
}
