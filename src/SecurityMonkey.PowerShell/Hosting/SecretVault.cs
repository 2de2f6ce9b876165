using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

namespace SecurityMonkey.Commands.Hosting;

/// <summary>The vaults of SecretManagement, reached through the session's own Get-Secret, so that the module needs no vault's code.</summary>
internal static class SecretVault
{
    private const string Command = "Get-Secret";

    /// <summary>Reads a secret. Called on the pipeline thread, because a vault may ask the person at the keyboard to unlock it.</summary>
    /// <param name="commands">The session's commands.</param>
    /// <param name="name">The secret's name.</param>
    /// <returns>The secret; null where the session has no such command.</returns>
    /// <exception cref="SecurityMonkeyException">The vault has no such secret, cannot be opened, or holds something else than a text.</exception>
    public static string? Read(CommandInvocationIntrinsics commands, string name)
    {
        if (commands.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias) is not { } command)
        {
            return null;
        }

        object? secret;
        try
        {
            secret = commands.InvokeScript("& $args[0] -Name $args[1] -ErrorAction Stop", useNewScope: true, PipelineResultTypes.None, [], command, name).FirstOrDefault()?.BaseObject;
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            throw NotFound(name, $"The secret '{name}' cannot be read: {exception.Message}", exception);
        }

        return secret switch
        {
            string text => text,
            SecureString text => new PSCredential(nameof(secret), text).GetNetworkCredential().Password,
            PSCredential credential => credential.GetNetworkCredential().Password,
            _ => throw NotFound(name, $"The secret '{name}' is not a text. Store it with Set-Secret -Name '{name}' -Secret <text>."),
        };
    }

    private static SecurityMonkeyException NotFound(string name, string message, Exception? cause = null)
        => new("SecretNotFound", ErrorKind.NotFound, message, cause)
        {
            Target = name,
        };
}
