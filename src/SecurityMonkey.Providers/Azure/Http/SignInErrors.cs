using System.Text.RegularExpressions;
using Azure.Identity;

namespace SecurityMonkey.Providers.Azure.Http;

/// <summary>Says what is wrong with a sign-in, and what to do about it.</summary>
internal static partial class SignInErrors
{
    /// <summary>A sign-in that failed.</summary>
    public static SecurityMonkeyException Describe(AuthenticationFailedException exception)
    {
        // Errors of sign-ins are often told within others; the innermost that names a code says most.
        if (FindOwn(exception) is { } own)
        {
            return own;
        }

        var code = Code().Match(exception.ToString()) is { Success: true } match ? match.Value : "";
        var (errorId, advice) = code switch
        {
            "AADSTS7000222" => ("ClientSecretExpired", "The client secret has expired. Make another one (az ad app credential reset), and put it where -ClientSecretRef points."),
            "AADSTS7000215" => ("ClientSecretInvalid", "The client secret is not the right one. -ClientSecretRef must lead to the secret's value, not to its id."),
            "AADSTS700027" or "AADSTS700024" or "AADSTS700023" => ("ClientCertificateInvalid", "The certificate or federated token is not accepted: is it registered with the application, and still valid?"),
            "AADSTS700016" => ("ApplicationNotFound", "The tenant has no such application: is -Identifier the right tenant, and -ClientId the right application?"),
            "AADSTS90002" or "AADSTS900023" or "AADSTS900021" or "AADSTS90013" => ("TenantNotFound", "There is no such tenant: correct -Identifier."),
            "AADSTS50020" or "AADSTS50128" or "AADSTS500011" => ("TenantMismatch", "The identity does not belong to that tenant: correct -Identifier, or sign in as somebody who does."),
            "AADSTS50076" or "AADSTS50079" or "AADSTS50158" or "AADSTS53003" => ("SignInInteractionRequired", "A policy of the tenant asks for more than this kind of credential can give: sign in anew (az login), or use a service principal."),
            _ when exception is CredentialUnavailableException => ("CredentialUnavailable", "Sign in first (az login, Connect-AzAccount), or say how to sign in with -Credential."),
            _ => ("AuthenticationFailed", "Check the credential of the account (Get-SMAccount, Set-SMAccount -Credential)."),
        };
        return new SecurityMonkeyException(errorId, ErrorKind.AuthenticationFailed, $"Signing in to Azure failed. {advice} {AzureErrors.Shorten(MessageOf(exception, code))}".TrimEnd(), exception)
        {
            Codes = code.Length > 0 ? [code] : [],
        };
    }

    private static SecurityMonkeyException? FindOwn(Exception? exception)
    {
        while (exception is not null and not SecurityMonkeyException)
        {
            exception = exception.InnerException;
        }

        return (SecurityMonkeyException?)exception;
    }

    // The first line that names the code; otherwise the message itself.
    private static string MessageOf(Exception exception, string code)
        => code.Length == 0
            ? exception.Message
            : exception.ToString().Split('\n').First(line => line.Contains(code, StringComparison.Ordinal)) is var line
                ? line[line.IndexOf(code, StringComparison.Ordinal)..].Split(" Trace ID:")[0]
                : "";

    [GeneratedRegex(@"AADSTS\d+")]
    private static partial Regex Code();
}
