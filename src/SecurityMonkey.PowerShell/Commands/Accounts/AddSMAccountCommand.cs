using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Add-SMAccount: adds an account to be watched.</summary>
[Cmdlet(VerbsCommon.Add, "SMAccount", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class AddSMAccountCommand : AccountWritingCmdlet
{
    /// <summary>The type of the account: AWS, Azure, GitHub or Export. It decides which other parameters there are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AccountTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>A name of your choice; it must be new. Without it, the account is named after what the provider says.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>Adds the account without collecting it for now.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Adds a known account of somebody else: it is never collected, but recognised where policies name it.</summary>
    [Parameter]
    public SwitchParameter ThirdParty { get; set; }

    /// <inheritdoc/>
    public override object GetDynamicParameters() => SetFieldParameters(StoreSession.FindAccountType(Type), isAdding: !ThirdParty);

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var definition = engine.Plugins.GetAccountType(Type).Definition;
        var given = ApplyTo(
            new Account
            {
                Name = Name,
                Type = definition.Name,
                Identifier = "",
                IsActive = !Disabled,
                IsThirdParty = ThirdParty,
                Fields = await ReadFieldsAsync(pipeline, definition).ConfigureAwait(false),
            });
        var account = engine.ValidateAccount(
            await engine.IdentifyAccountAsync(given, new ProgressListener(pipeline, "Identifying", engine.Time), cancellationToken).ConfigureAwait(false));
        if (await pipeline.ShouldProcessAsync($"{account.Type} account '{account.Name}'", "Add").ConfigureAwait(false))
        {
            await pipeline.WriteAsync(await engine.AddAccountAsync(account, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
