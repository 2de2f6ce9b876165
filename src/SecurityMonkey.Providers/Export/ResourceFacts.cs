using System.Text.Json;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.GitHub;

namespace SecurityMonkey.Providers.Export;

/// <summary>What a resource is called and where it is, read from its own members.</summary>
/// <param name="NativeId">What the provider calls it for ever; null where it does not say.</param>
/// <param name="Name">A label for people.</param>
/// <param name="Region">The region; null where it does not say.</param>
internal readonly record struct ResourceFacts(string? NativeId, string Name, string? Region)
{
    private const string GlobalRegion = SecurityMonkey.Region.Global;

    /// <summary>Reads the facts of a resource.</summary>
    /// <param name="itemType">Its item type.</param>
    /// <param name="json">The resource.</param>
    public static ResourceFacts Read(string itemType, ReadOnlySpan<byte> json)
        => AwsDocumentShapes.OfItemType(itemType) is { } shape ? ReadAws(shape, json)
            : itemType.StartsWith("github.", StringComparison.Ordinal) ? ReadGitHub(json)
            : ReadAzure(json);

    private static ResourceFacts ReadAws(AwsDocumentShape shape, ReadOnlySpan<byte> json)
    {
        var ids = new string?[shape.IdMembers.Length];
        string? label = null, tag = null, zone = null, regionOfOther = null;
        var reader = new Utf8JsonReader(json, DocumentIndexer.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var idIndex = IndexOf(shape.IdMembers, ref reader);
            var isLabel = shape.NameMember is not null && reader.ValueTextEquals(shape.NameMember);
            var isZone = reader.ValueTextEquals("AvailabilityZone"u8);
            var isArn = !isLabel && (reader.ValueSpan.EndsWith("Arn"u8) || reader.ValueSpan.EndsWith("ARN"u8));
            var isTags = reader.ValueTextEquals("Tags"u8) || reader.ValueTextEquals("TagSet"u8);
            var isZones = reader.ValueTextEquals("AvailabilityZones"u8);
            var isPlacement = reader.ValueTextEquals("Placement"u8);
            reader.Read();
            if (idIndex >= 0)
            {
                ids[idIndex] = TextOf(ref reader);
            }

            label = isLabel ? TextOf(ref reader) : label;
            zone = isZone ? TextOf(ref reader) : zone;
            regionOfOther = isArn && reader.TokenType == JsonTokenType.String ? regionOfOther ?? RegionOfArn(reader.GetString()) : regionOfOther;
            if (isTags && reader.TokenType == JsonTokenType.StartArray)
            {
                tag = ReadNameTag(ref reader) ?? tag;
            }
            else if (isZones && reader.TokenType == JsonTokenType.StartArray)
            {
                zone = ReadFirstText(ref reader) ?? zone;
            }
            else if (isPlacement && reader.TokenType == JsonTokenType.StartObject)
            {
                zone = ReadZone(ref reader) ?? zone;
            }
            else
            {
                reader.Skip();
            }
        }

        var nativeId = shape.FixedId ?? (ids.Contains(null) ? null : string.Join(':', ids));
        var name = string.IsNullOrEmpty(tag) ? label : tag;
        return new ResourceFacts(
            nativeId,
            string.IsNullOrEmpty(name) ? nativeId ?? "" : name,
            shape.IsGlobal ? GlobalRegion : RegionOfArn(nativeId) ?? (zone is null ? null : AwsRegions.OfZone(zone)) ?? regionOfOther);
    }

    private static ResourceFacts ReadAzure(ReadOnlySpan<byte> json)
    {
        string? id = null, name = null, displayName = null, location = null;
        var reader = new Utf8JsonReader(json, DocumentIndexer.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isName = reader.ValueTextEquals("name"u8);
            var isDisplayName = reader.ValueTextEquals("displayName"u8);
            var isLocation = reader.ValueTextEquals("location"u8);
            reader.Read();
            id = isId ? TextOf(ref reader) : id;
            name = isName ? TextOf(ref reader) : name;
            displayName = isDisplayName ? TextOf(ref reader) : displayName;
            location = isLocation ? TextOf(ref reader) : location;
            reader.Skip();
        }

        var nativeId = id is null ? null : ArmIds.Normalize(id);
        return new ResourceFacts(
            nativeId,
            name ?? displayName ?? nativeId ?? "",
            string.IsNullOrEmpty(location) ? GlobalRegion : location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant());
    }

    private static ResourceFacts ReadGitHub(ReadOnlySpan<byte> json)
    {
        string? url = null, fullName = null, login = null, slug = null, name = null, title = null;
        var reader = new Utf8JsonReader(json, DocumentIndexer.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString();
            reader.Read();
            switch (member)
            {
                case "url":
                    url = TextOf(ref reader);
                    break;
                case "full_name":
                    fullName = TextOf(ref reader);
                    break;
                case "login":
                    login = TextOf(ref reader);
                    break;
                case "slug":
                    slug = TextOf(ref reader);
                    break;
                case "name":
                    name = TextOf(ref reader);
                    break;
                case "title":
                    title = TextOf(ref reader);
                    break;
            }

            reader.Skip();
        }

        var nativeId = url is null ? null : GitHubItemTypes.Find(url)?.NativeId;
        return new ResourceFacts(nativeId, fullName ?? login ?? slug ?? title ?? NameOfPath(nativeId) ?? name ?? "", GlobalRegion);
    }

    // acme/web/branches/main/protection reads better without repos/ before it.
    private static string? NameOfPath(string? nativeId)
        => nativeId is not null && nativeId.StartsWith("repos/", StringComparison.Ordinal) ? nativeId["repos/".Length..] : nativeId;

    private static int IndexOf(string[] members, ref Utf8JsonReader reader)
    {
        for (var index = 0; index < members.Length; index++)
        {
            if (reader.ValueTextEquals(members[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
        _ => null,
    };

    private static string? ReadNameTag(ref Utf8JsonReader reader)
    {
        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            string? key = null, value = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = reader.ValueTextEquals("Key"u8);
                reader.Read();
                (key, value) = isKey ? (TextOf(ref reader), value) : (key, TextOf(ref reader));
                reader.Skip();
            }

            found = string.Equals(key, "Name", StringComparison.Ordinal) ? value : found;
        }

        return found;
    }

    // The first element of a list, where it is a text; the rest is passed over.
    private static string? ReadFirstText(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        reader.Read();
        var text = TextOf(ref reader);
        while (reader.CurrentDepth > depth)
        {
            reader.Read();
        }

        return text;
    }

    private static string? ReadZone(ref Utf8JsonReader reader)
    {
        string? zone = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isZone = reader.ValueTextEquals("AvailabilityZone"u8);
            reader.Read();
            zone = isZone ? TextOf(ref reader) : zone;
            reader.Skip();
        }

        return zone;
    }

    private static string? RegionOfArn(string? arn)
        => arn is not null && Amazon.Arn.TryParse(arn, out var parsed) && parsed.Region.Length > 0 ? parsed.Region : null;
}
