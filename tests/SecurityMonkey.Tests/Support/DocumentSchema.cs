using System.Text.Json.Nodes;
using Json.Schema;
using Newtonsoft.Json;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Tests.Support;

/// <summary>A published JSON Schema of the module, as an editor uses it.</summary>
internal sealed class DocumentSchema
{
    private readonly JsonNode _text;
    private readonly JsonSchema _schema;

    private DocumentSchema(string text)
    {
        _text = JsonNode.Parse(text)!;
        _schema = JsonSchema.FromText(text);
    }

    /// <summary>A schema of <c>module/schemas</c>.</summary>
    public static DocumentSchema Load(string fileName) => new(File.ReadAllText(Repository.Combine("module", "schemas", fileName)));

    /// <summary>What is wrong with the documents of a YAML file, each with the place in the document; empty where nothing is.</summary>
    public IReadOnlyList<string> Validate(string yaml) => [.. YamlFile.Parse(yaml, "f.yaml", []).SelectMany(ValidateDocument)];

    /// <summary>The keys that the map at a place of the schema may have.</summary>
    /// <param name="pointer">The place of the map's schema, such as <c>properties/spec</c>.</param>
    public IReadOnlyList<string> Keys(string pointer)
        => [.. pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(_text, (node, name) => node[name]!)["properties"]!.AsObject().Select(member => member.Key)];

    private IEnumerable<string> ValidateDocument(DocumentNode document)
    {
        var result = _schema.Evaluate(
            System.Text.Json.JsonDocument.Parse(document.ToJson().ToString(Formatting.None)).RootElement,
            new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : (result.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}");
    }
}
