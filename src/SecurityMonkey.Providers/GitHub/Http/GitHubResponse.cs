using System.Globalization;
using System.Net;
using System.Text.Json;

namespace SecurityMonkey.Providers.GitHub.Http;

/// <summary>An answer of the API that was read to its end.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers by name; several values are joined by commas.</param>
/// <param name="Body">The body; empty where there is none.</param>
internal sealed record GitHubResponse(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    private const int LongestMessage = 300;

    /// <summary>Whether the status is one of success.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A header that is a whole number, or null.</summary>
    public long? Number(string name)
        => long.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The server's own time, or null.</summary>
    public DateTimeOffset? Date
        => DateTimeOffset.TryParseExact(Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>What the body of an error says, for people; empty where it says nothing.</summary>
    public string Message
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Body);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("message", out var message)
                    && message.ValueKind == JsonValueKind.String
                    ? Clean(message.GetString()!)
                    : "";
            }
            catch (JsonException)
            {
                return "";
            }
        }
    }

    // What a server says may be anything, and is shown in a terminal.
    private static string Clean(string text)
    {
        var line = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]).Trim();
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "...";
    }
}
