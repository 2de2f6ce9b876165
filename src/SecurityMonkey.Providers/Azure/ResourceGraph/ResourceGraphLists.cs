using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityMonkey.Providers.Azure.ResourceGraph;

/// <summary>
/// Lists resources of a type for all subscriptions at once, and hands out each subscription's as the answer that Azure Resource Manager
/// would have given. What was read is kept while the session lasts.
/// </summary>
/// <param name="reader">Asks Resource Graph.</param>
/// <param name="readable">Says whether what is not there is only not to be seen.</param>
/// <param name="subscriptions">The subscriptions of the account.</param>
/// <param name="stopping">Cancelled when the session ends.</param>
internal sealed class ResourceGraphLists(
    ResourceGraphReader reader, SubscriptionPermissions readable, IReadOnlyList<string> subscriptions, CancellationToken stopping)
{
    private const int RowsOfPage = 500;

    private readonly ConcurrentDictionary<string, Lazy<Task<Dictionary<string, List<ReadOnlyMemory<byte>>>>>> _lists = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists the resources of a type in a subscription.</summary>
    /// <param name="table">The table of Resource Graph.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="subscription">The id of the subscription.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Pages with the resources in <c>value</c>.</returns>
    /// <exception cref="SecurityMonkeyException">The query failed, or the identity may not read all there is.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ListAsync(string table, string type, string subscription, CancellationToken cancellationToken)
    {
        // Resource Graph leaves out what the identity may not read, without a word: nothing must look deleted for that.
        await readable.DemandAsync(subscription, $"{type}/read", cancellationToken).ConfigureAwait(false);
        var lists = await _lists.GetOrAdd($"{table}/{type}", _ => new(() => ReadAsync(table, type))).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return lists.TryGetValue(subscription.ToLowerInvariant(), out var rows)
            ? [.. rows.Chunk(RowsOfPage).Select(ToPage)]
            : [ToPage([])];
    }

    private async Task<Dictionary<string, List<ReadOnlyMemory<byte>>>> ReadAsync(string table, string type)
    {
        var lists = new Dictionary<string, List<ReadOnlyMemory<byte>>>(StringComparer.Ordinal);
        var query = $"{table} | where type =~ '{type.Replace("'", "", StringComparison.Ordinal)}' | order by id asc";
        await foreach (var page in reader.QueryAsync(query, subscriptions, stopping).ConfigureAwait(false))
        {
            foreach (var row in page["data"]!.AsArray())
            {
                if ((row as JsonObject)?["id"] is not JsonValue id || !id.TryGetValue<string>(out var text) || ArmIds.SubscriptionOf(text) is not { } subscription)
                {
                    throw new SecurityMonkeyException("AnswerUnexpected", ErrorKind.InvalidData, $"Resource Graph gave a row of {type} without the id of a resource.");
                }

                if (!lists.TryGetValue(subscription, out var rows))
                {
                    lists.Add(subscription, rows = []);
                }

                rows.Add(ArmShape.Normalize(Encoding.UTF8.GetBytes(row!.ToJsonString())));
            }
        }

        return lists;
    }

    private static ReadOnlyMemory<byte> ToPage(ReadOnlyMemory<byte>[] rows)
    {
        var page = new ArrayBufferWriter<byte>();
        page.Write("{\"value\":["u8);
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            page.Write(index == 0 ? default : ","u8);
            page.Write(row.Span);
        }

        page.Write("]}"u8);
        return page.WrittenMemory;
    }
}
