using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws;

/// <summary>Lists the accounts of an organization.</summary>
internal static class AwsOrganization
{
    private const string ListAccounts = """{"service":"organizations","action":"ListAccounts"}""";

    /// <summary>Lists the active accounts, as they would be added: reached as the listing account is, through the role of the same name in each.</summary>
    /// <param name="account">The management account, or a delegated administrator.</param>
    /// <param name="options">What is taken from the process.</param>
    /// <param name="context">What the engine offers.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async IAsyncEnumerable<Account> ListAccountsAsync(
        Account account, AwsSessionOptions options, ISessionContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = await AwsSession.OpenAsync(account, options, context, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await foreach (var page in session.CallAsync(session.GlobalScope, ListAccounts, cancellationToken).ConfigureAwait(false))
            {
                foreach (var listed in ReadPage(account, page))
                {
                    yield return listed;
                }
            }
        }
    }

    private static List<Account> ReadPage(Account account, ReadOnlyMemory<byte> page)
    {
        using var document = JsonDocument.Parse(page);
        var accounts = document.RootElement.TryGetProperty("Accounts", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new SecurityMonkeyException(
                "AnswerUnexpected", ErrorKind.InvalidData, $"organizations:ListAccounts in account '{account.Name}' was answered without a list of accounts.");

        // What is suspended, or about to be closed, can no longer be read.
        return
        [
            .. accounts.Where(listed => string.Equals(Text(listed, "Status"), "ACTIVE", StringComparison.Ordinal))
                .Select(listed => new Account
                {
                    Name = Text(listed, "Name"),
                    Type = account.Type,
                    Identifier = Text(listed, "Id"),
                    Fields = FieldsFor(account),
                }),
        ];
    }

    // The ARN of a role is that of one account; its name can be that of a role in each.
    private static Dictionary<string, string> FieldsFor(Account account)
    {
        var fields = new Dictionary<string, string>(account.Fields, StringComparer.OrdinalIgnoreCase);
        if (account.GetField(AwsFields.RoleName) is { } role && Amazon.Arn.TryParse(role, out var arn))
        {
            fields[AwsFields.RoleName] = arn.Resource.Split('/', 2)[^1];
        }

        return fields;
    }

    private static string Text(JsonElement element, string member)
        => element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
