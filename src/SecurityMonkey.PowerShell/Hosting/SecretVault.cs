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
    /// <returns>
    /// The secret, or why it cannot be read: an exception on the pipeline thread would end the command. Neither where the session has no such command.
    /// </returns>
    public static (string? Secret, SecurityMonkeyException? Problem) Read(CommandInvocationIntrinsics commands, string name)
    {
        if (commands.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias) is not { } command)
        {
            return default;
        }

        object? secret;
        try
        {
            secret = commands.InvokeScript(
                "& $args[0] -Name $args[1] -ErrorAction Stop", useNewScope: true, PipelineResultTypes.None, Array.Empty<object>(), command, name).FirstOrDefault()?.BaseObject;
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            return (null, NotFound(name, $"The secret '{name}' cannot be read: {exception.Message}", exception));
        }

        return secret switch
        {
            string text => (text, null),
            SecureString text => (new PSCredential(nameof(secret), text).GetNetworkCredential().Password, null),
            PSCredential credential => (credential.GetNetworkCredential().Password, null),
            _ => (null, NotFound(name, $"The secret '{name}' is not a text. Store it with Set-Secret -Name '{name}' -Secret <text>.")),
        };
    }

    private static SecurityMonkeyException NotFound(string name, string message, Exception? cause = null)
        => new("SecretNotFound", ErrorKind.NotFound, message, cause)
        {
            Target = name,
        };
}
