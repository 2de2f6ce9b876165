using System.Text.Json;

namespace SecurityMonkey.Providers.Export;

/// <summary>What the members of an element say about what it is.</summary>
internal sealed class ElementFacts
{
    // What every resource of Azure Resource Manager may have beside its properties.
    private static readonly HashSet<string> ArmEnvelope = new(StringComparer.Ordinal)
    {
        "id", "name", "type", "location", "tags", "kind", "sku", "identity", "zones", "plan", "etag", "managedBy", "managedByExtended", "systemData",
        "extendedLocation", "properties", "resourceGroup", "subscriptionId", "tenantId", "apiVersion", "scope", "aliases", "placement",
    };

    /// <summary>The member <c>id</c>, where it is a text.</summary>
    public string? Id { get; private set; }

    /// <summary>The member <c>type</c>, where it is a text.</summary>
    public string? Type { get; private set; }

    /// <summary>The member <c>url</c>, where it is a text.</summary>
    public string? Url { get; private set; }

    /// <summary>Whether it has a member <c>properties</c> that is not null.</summary>
    public bool HasProperties { get; private set; }

    /// <summary>Whether it has a member that no resource of Azure Resource Manager has beside its properties.</summary>
    public bool HasForeignMembers { get; private set; }

    /// <summary>The member that says that a list goes on elsewhere, or null.</summary>
    public string? Continuation { get; private set; }

    /// <summary>Takes the name of a member.</summary>
    public void TakeName(string name)
    {
        HasForeignMembers |= !ArmEnvelope.Contains(name);
    }

    /// <summary>Takes the value of a member.</summary>
    public void TakeValue(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "properties":
                HasProperties = reader.TokenType != JsonTokenType.Null;
                break;
            case "id" when reader.TokenType == JsonTokenType.String:
                Id = reader.GetString();
                break;
            case "type" when reader.TokenType == JsonTokenType.String:
                Type = reader.GetString();
                break;
            case "url" when reader.TokenType == JsonTokenType.String:
                Url = reader.GetString();
                break;
            case "NextToken" or "nextToken" or "NextMarker" or "Marker" or "nextLink" or "@odata.nextLink" or "$skipToken" or "skipToken" or "skip_token"
                when reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0:
                Continuation = name;
                break;
            case "IsTruncated" when reader.TokenType == JsonTokenType.True:
            case "resultTruncated" when reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("true"u8):
                Continuation ??= name;
                break;
        }
    }
}
