using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Remove-SMAccount: removes accounts; their history stays, and comes back when an account with the same identifier is added.</summary>
[Cmdlet(VerbsCommon.Remove, "SMAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveSMAccountCommand : AccountSwitchCmdlet
{
    private protected override string Action => "Remove";

    private protected override Task ApplyAsync(CmdletPipeline pipeline, MonkeyEngine engine, Account account, CancellationToken cancellationToken)
        => engine.RemoveAccountAsync(account, cancellationToken);
}
