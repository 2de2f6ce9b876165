using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Enable-SMAccount: lets accounts be collected again; their items come back into scope.</summary>
[Cmdlet(VerbsLifecycle.Enable, "SMAccount", SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class EnableSMAccountCommand : AccountSwitchCmdlet
{
    /// <summary>Writes the changed accounts to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action => "Enable";

    private protected override async Task ApplyAsync(CmdletPipeline pipeline, MonkeyEngine engine, Account account, CancellationToken cancellationToken)
    {
        var changed = await engine.UpdateAccountAsync(account with { IsActive = true }, cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            await pipeline.WriteAsync(changed).ConfigureAwait(false);
        }
    }
}
