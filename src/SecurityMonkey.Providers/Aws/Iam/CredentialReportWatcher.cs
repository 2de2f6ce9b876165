using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Iam;

/// <summary>Collects the credential report of IAM: an item for each of its rows, which are the users and the root user.</summary>
/// <remarks>Columns: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html.</remarks>
internal sealed class CredentialReportWatcher : IWatcher
{
    private const string GenerateCall = """{"service":"iam","action":"GenerateCredentialReport"}""";
    private const string GetCall = """{"service":"iam","action":"GetCredentialReport"}""";
    private const int MostPolls = 60;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    public ItemType ItemType { get; } = new("aws.iam.credentialreport", "IAM credential report")
    {
        Aliases = ["credentialreport"],
        EphemeralPaths =
        [
            "password_last_used", "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
            "access_key_2_last_used_date", "access_key_2_last_used_region", "access_key_2_last_used_service",
        ],
    };

    public IReadOnlyList<string> Permissions { get; } = ["iam:GenerateCredentialReport", "iam:GetCredentialReport"];

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = (IApiSession)context.Session;
        foreach (var scope in await session.GetScopesAsync(AwsSession.GlobalKind, context, cancellationToken).ConfigureAwait(false))
        {
            await GenerateAsync(session, scope, context, cancellationToken).ConfigureAwait(false);
            var content = await ReadMemberAsync(session, scope, GetCall, "Content", cancellationToken).ConfigureAwait(false);
            foreach (var row in CsvTable.Read(Encoding.UTF8.GetString(Convert.FromBase64String(content))))
            {
                yield return new ItemSnapshot(row["arn"], ToJson(row)) { Name = row["user"], Region = scope.Region, Scope = scope.Name };
            }
        }
    }

    // A report is made at most every four hours; where there is a young one, the first answer says that it is complete.
    private static async Task GenerateAsync(IApiSession session, ApiScope scope, IWatchContext context, CancellationToken cancellationToken)
    {
        for (var poll = 0; poll < MostPolls; poll++)
        {
            if (await ReadMemberAsync(session, scope, GenerateCall, "State", cancellationToken).ConfigureAwait(false) is "COMPLETE")
            {
                return;
            }

            await Task.Delay(PollInterval, context.Time, cancellationToken).ConfigureAwait(false);
        }

        throw new SecurityMonkeyException(
            "CredentialReportLate", ErrorKind.Timeout, $"IAM did not finish the credential report of account '{context.Account.Name}' within {MostPolls * PollInterval.TotalSeconds:0} seconds. Collect again later.");
    }

    private static async Task<string> ReadMemberAsync(IApiSession session, ApiScope scope, string call, string member, CancellationToken cancellationToken)
    {
        await foreach (var page in session.CallAsync(scope, call, cancellationToken).ConfigureAwait(false))
        {
            using var answer = JsonDocument.Parse(page);
            return answer.RootElement.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";
        }

        return "";
    }

    private static byte[] ToJson(IReadOnlyDictionary<string, string> row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (column, value) in row)
            {
                if (value is "true" or "false")
                {
                    writer.WriteBoolean(column, value is "true");
                }
                else
                {
                    writer.WriteString(column, value);
                }
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
