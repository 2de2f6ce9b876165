using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>Turns what scripts write into JSON: tables, objects with properties of their own, lists, and simple values.</summary>
internal static class ScriptJson
{
    private const int MostDepth = 64;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MostDepth };

    /// <summary>A value as JSON. A text is taken to be JSON already where it is an object or list in JSON.</summary>
    /// <exception cref="FormatException">It is nested too deeply, or in a circle.</exception>
    public static string Write(object? value)
    {
        if (Unwrap(value) is string text && IsJson(text))
        {
            return text;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            Write(writer, value, depth: 0);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MostDepth - 2)
        {
            throw new FormatException($"The configuration is nested more than {MostDepth} levels deep, or holds itself. Say with Select-Object what belongs to it.");
        }

        // Properties that were added, as Select-Object and [pscustomobject] make them, are the object; of others, only the value is known.
        if (value is PSObject { BaseObject: PSCustomObject } custom)
        {
            WriteMembers(writer, custom.Properties.Where(property => property.IsGettable).Select(property => (property.Name, (object?)property.Value)), depth);
            return;
        }

        switch (Unwrap(value))
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case string or char or Uri or Guid or Version or Enum or TimeSpan or Type:
                writer.WriteStringValue(Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture));
                break;
            case SwitchParameter isPresent:
                writer.WriteBooleanValue(isPresent.IsPresent);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case DateTime time:
                writer.WriteStringValue(time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(Unwrap(value), CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case float or double:
                WriteDouble(writer, Convert.ToDouble(Unwrap(value), CultureInfo.InvariantCulture));
                break;
            case IDictionary table:
                WriteMembers(writer, table.Keys.Cast<object>().Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture) ?? "", table[key])), depth);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var element in list)
                {
                    Write(writer, element, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case var other:
                writer.WriteStringValue(other.ToString());
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> members, int depth)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsJson(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{") && !text.AsSpan().TrimStart().StartsWith("["))
        {
            return false;
        }

        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
