using System.Buffers;
using System.Text.Json;

namespace SecurityMonkey.Providers.Azure;

/// <summary>
/// The one form of a resource, whichever way it came. Resource Graph writes types in lower case, repeats what the id says, names what is
/// not there, and adds what is read of a machine while it runs; Azure Resource Manager writes some types in two ways.
/// </summary>
internal static class ArmShape
{
    // What stands beside the properties of a resource, and means the same when it is missing as when it is empty.
    private static readonly string[] Optional = ["kind", "managedBy", "sku", "plan", "tags", "identity", "zones", "extendedLocation", "etag"];

    // What rows of Resource Graph say besides.
    private static readonly string[] RowMembers = ["tenantId", "resourceGroup", "subscriptionId"];

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 256 };

    /// <summary>Brings the resources in the member <c>value</c> of a page into form.</summary>
    /// <returns>The page; the same memory where nothing had to be changed.</returns>
    public static ReadOnlyMemory<byte> NormalizePage(ReadOnlyMemory<byte> page)
    {
        var reader = new Utf8JsonReader(page.Span, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return page;
        }

        ArrayBufferWriter<byte>? output = null;
        var copied = 0;
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isValue = reader.ValueTextEquals("value"u8);
                reader.Read();
                while (isValue && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    NormalizeElements(page, ref reader, ref output, ref copied);
                    isValue = false;
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Whoever reads the page will say what is wrong with it.
            return page;
        }

        if (output is null)
        {
            return page;
        }

        output.Write(page.Span[copied..]);
        return output.WrittenMemory;
    }

    /// <summary>Brings a resource into form.</summary>
    /// <param name="resource">The resource as UTF-8 JSON.</param>
    /// <returns>The resource; the same memory where nothing had to be changed.</returns>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> resource)
    {
        var facts = Facts.Read(resource.Span);
        return facts.IsInForm ? resource : Rewrite(resource, facts);
    }

    // Stands on the first element of the list, and ends on the list's end.
    private static void NormalizeElements(ReadOnlyMemory<byte> page, ref Utf8JsonReader reader, ref ArrayBufferWriter<byte>? output, ref int copied)
    {
        do
        {
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            if (!isObject)
            {
                continue;
            }

            var end = (int)reader.BytesConsumed;
            var resource = page[start..end];
            var normal = Normalize(resource);
            if (!normal.Span.Overlaps(resource.Span))
            {
                output ??= new ArrayBufferWriter<byte>(page.Length);
                output.Write(page.Span[copied..start]);
                output.Write(normal.Span);
                copied = end;
            }
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
    }

    private static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> resource, Facts facts)
    {
        var output = new ArrayBufferWriter<byte>(resource.Length);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = ReaderOptions.MaxDepth, SkipValidation = true }))
        {
            var reader = new Utf8JsonReader(resource.Span, ReaderOptions);
            reader.Read();
            writer.WriteStartObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isEmpty = IsEmpty(ref reader);
                reader.Skip();
                var value = resource.Span[start..(int)reader.BytesConsumed];
                if ((isEmpty && Optional.Contains(name)) || (facts.IsRow && RowMembers.Contains(name)))
                {
                    continue;
                }

                writer.WritePropertyName(name);
                if (name is "type" && facts.BetterType is not null)
                {
                    writer.WriteStringValue(facts.BetterType);
                }
                else if (name is "properties" && facts.IsMachineRow)
                {
                    WriteWithout(writer, value, "extended");
                }
                else
                {
                    writer.WriteRawValue(value, skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static void WriteWithout(Utf8JsonWriter writer, ReadOnlySpan<byte> json, string omitted)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name != omitted)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
    }

    private static bool IsEmpty(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == 0);

    /// <summary>What the members of a resource tell about its form.</summary>
    /// <param name="IsRow">Whether it is a row of Resource Graph.</param>
    /// <param name="IsMachineRow">Whether it is a virtual machine from Resource Graph.</param>
    /// <param name="BetterType">The type as its id writes it, where it writes it otherwise.</param>
    /// <param name="HasEmpty">Whether it names what is not there.</param>
    private readonly record struct Facts(bool IsRow, bool IsMachineRow, string? BetterType, bool HasEmpty)
    {
        /// <summary>Whether there is nothing to change.</summary>
        public bool IsInForm => !IsRow && BetterType is null && !HasEmpty;

        /// <summary>Reads the facts of a resource.</summary>
        public static Facts Read(ReadOnlySpan<byte> resource)
        {
            string? id = null, type = null;
            var rowMembers = 0;
            var hasEmpty = false;
            var reader = new Utf8JsonReader(resource, ReaderOptions);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                var isType = reader.ValueTextEquals("type"u8);
                rowMembers += IsAny(ref reader, RowMembers) ? 1 : 0;
                var isOptional = IsAny(ref reader, Optional);
                reader.Read();
                id = isId && reader.TokenType == JsonTokenType.String ? reader.GetString() : id;
                type = isType && reader.TokenType == JsonTokenType.String ? reader.GetString() : type;
                hasEmpty |= isOptional && IsEmpty(ref reader);
                reader.Skip();
            }

            // Only resources: other objects have members of these names that mean something else.
            if (id is null || type is null || !ArmIds.IsId(id))
            {
                return default;
            }

            var isRow = rowMembers == RowMembers.Length;
            return new Facts(
                isRow, isRow && string.Equals(type, "microsoft.compute/virtualmachines", StringComparison.OrdinalIgnoreCase), BetterTypeOf(id, type), hasEmpty);
        }

        private static bool IsAny(ref Utf8JsonReader reader, string[] names)
        {
            foreach (var name in names)
            {
                if (reader.ValueTextEquals(name))
                {
                    return true;
                }
            }

            return false;
        }

        private static string? BetterTypeOf(string id, string type)
            => ArmIds.TypeIn(id) is var better && string.Equals(better, type, StringComparison.OrdinalIgnoreCase) && !string.Equals(better, type, StringComparison.Ordinal)
                ? better
                : null;
    }
}
