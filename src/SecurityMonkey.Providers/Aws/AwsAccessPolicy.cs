using System.Text;
using System.Text.Json;

namespace SecurityMonkey.Providers.Aws;

/// <summary>Writes IAM policies.</summary>
internal static class AwsAccessPolicy
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>A policy that allows some actions on all resources.</summary>
    /// <param name="permissions">The actions.</param>
    public static string Write(IReadOnlyList<string> permissions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            json.WriteStartObject();
            json.WriteString("Sid", "SecurityMonkey");
            json.WriteString("Effect", "Allow");
            json.WriteStartArray("Action");
            foreach (var permission in permissions)
            {
                json.WriteStringValue(permission);
            }

            json.WriteEndArray();
            json.WriteString("Resource", "*");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
