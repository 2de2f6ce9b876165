using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Disable-SMAccount: stops collecting accounts; their items leave the scope and are not called deleted.</summary>
[Cmdlet(VerbsLifecycle.Disable, "SMAccount", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class DisableSMAccountCommand : AccountSwitchCmdlet
{
    /// <summary>Writes the changed accounts to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action => "Disable";

    private protected override async Task ApplyAsync(CmdletPipeline pipeline, MonkeyEngine engine, Account account, CancellationToken cancellationToken)
    {
        var changed = await engine.UpdateAccountAsync(account with { IsActive = false }, cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            await pipeline.WriteAsync(changed).ConfigureAwait(false);
        }
    }
}
