using System.Text.RegularExpressions;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Reads watcher documents (<c>kind: Watcher</c>), and says of each thing that is wrong where it is and what was expected.</summary>
internal sealed partial class WatcherDocumentParser
{
    private const string ApiVersion = "securitymonkey/v1";
    private const string Kind = "Watcher";

    private readonly string _file;
    private readonly PluginCatalog _plugins;
    private readonly List<DocumentProblem> _problems = [];
    private readonly WatcherFunctions _functions = new();

    private WatcherDocumentParser(string file, PluginCatalog plugins)
    {
        _file = file;
        _plugins = plugins;
    }

    /// <summary>Reads the watchers of a file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="plugins">Knows the account types and the item types.</param>
    /// <returns>The watchers without fault, and what is wrong with the others.</returns>
    public static (IReadOnlyList<WatcherDocument> Watchers, IReadOnlyList<DocumentProblem> Problems) Parse(string text, string file, PluginCatalog plugins)
    {
        var parser = new WatcherDocumentParser(file, plugins);
        var watchers = new List<WatcherDocument>();
        foreach (var node in YamlFile.Parse(text, file, parser._problems))
        {
            var before = parser._problems.Count;
            var watcher = parser.ReadDocument(node);
            if (watcher is not null && parser._problems.Count == before)
            {
                watchers.Add(watcher);
            }
        }

        return (watchers, parser._problems);
    }

    private WatcherDocument? ReadDocument(DocumentNode node)
    {
        var document = new DocumentReader(_file, "document", node, _problems);
        document.TakeOneOf("apiVersion", ApiVersion);
        document.TakeOneOf("kind", Kind);
        var metadata = document.TakeMap("metadata", isRequired: true);
        var spec = document.TakeMap("spec", isRequired: true);
        document.End();
        if (metadata is null || spec is null || ReadAccountType(spec) is not { } accountType)
        {
            return null;
        }

        var itemType = ReadItemType(metadata, spec);
        var scopeKind = ReadScopeKind(spec, accountType);
        var calls = new CallReader(_file, accountType, _functions, _problems);
        var parents = ReadParents(spec.TakeMap("parents"), calls);
        var absent = spec.TakeTexts("absent");
        var list = ReadList(spec.TakeMap("list", isRequired: true), calls, absent);
        var item = new ItemDefinition(
            TakeExpression(spec, "id", isRequired: true), TakeExpression(spec, "name"), TakeExpression(spec, "region"), TakeExpression(spec, "config"));
        var details = ReadDetails(spec, calls);
        var decodings = ReadDecodings(spec);
        var permissions = spec.TakeTexts("permissions").Concat(calls.Permissions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        spec.End();
        return list is null
            ? null
            : new WatcherDocument(itemType, accountType.Definition.Name, scopeKind, parents, list, item, details, decodings, [.. permissions], _file, node.Line);
    }

    private IApiAccountType? ReadAccountType(DocumentReader spec)
    {
        var scalar = spec.TakeScalar("accountType", isRequired: true);
        var types = _plugins.AccountTypes.OfType<IApiAccountType>().ToArray();
        var accountType = types.FirstOrDefault(type => string.Equals(type.Definition.Name, scalar?.Text, StringComparison.OrdinalIgnoreCase));
        if (scalar is not null && accountType is null)
        {
            spec.Report(scalar, $"'{scalar.Text}' is no account type that watcher documents can call. Known are: {string.Join(", ", types.Select(type => type.Definition.Name))}.{NearName.Hint(scalar.Text, types.Select(type => type.Definition.Name))}");
        }

        return accountType;
    }

    // What is registered for the item type counts, and the document adds to it.
    private ItemType ReadItemType(DocumentReader metadata, DocumentReader spec)
    {
        var id = metadata.TakeScalar("itemType", isRequired: true);
        if (id is not null && !ItemTypeShape().IsMatch(id.Text))
        {
            metadata.Report(id, $"'{id.Text}' is no id of an item type: provider.service.thing in lower case, such as aws.ec2.securitygroup.");
        }

        var title = metadata.TakeText("title");
        var aliases = metadata.TakeTexts("aliases");
        metadata.TakeText("description");
        metadata.End();
        var known = _plugins.GetItemType(id?.Text ?? "unknown");
        return new ItemType(known.Id, title.Length > 0 ? title : known.Title)
        {
            Aliases = [.. known.Aliases.Union(aliases, StringComparer.OrdinalIgnoreCase)],
            EphemeralPaths = [.. known.EphemeralPaths.Union(TakePaths(spec, "ephemeral"), StringComparer.Ordinal)],
            UnorderedPaths = [.. known.UnorderedPaths.Union(TakePaths(spec, "unordered"), StringComparer.Ordinal)],
            SecretPaths = [.. known.SecretPaths.Union(TakePaths(spec, "secrets"), StringComparer.Ordinal)],
        };
    }

    private static string ReadScopeKind(DocumentReader spec, IApiAccountType accountType)
    {
        var scalar = spec.TakeScalar("scope");
        if (scalar is null)
        {
            return accountType.ScopeKinds[0];
        }

        if (!accountType.ScopeKinds.Contains(scalar.Text, StringComparer.Ordinal))
        {
            spec.Report(scalar, $"'{scalar.Text}' is no scope of {accountType.Definition.Name} accounts; expected {string.Join(" or ", accountType.ScopeKinds.Select(kind => $"'{kind}'"))}.");
        }

        return scalar.Text;
    }

    private ParentsDefinition? ReadParents(DocumentReader? reader, CallReader calls)
    {
        if (reader is null)
        {
            return null;
        }

        // Without a call, the things are those that the document itself names.
        var list = new ListDefinition(calls.Read(reader, isRequired: false) ?? CallDefinition.None, TakeExpression(reader, "items"), reader.TakeTexts("absent"));
        var id = TakeExpression(reader, "id", isRequired: true);
        reader.End();
        return new ParentsDefinition(list, id);
    }

    private ListDefinition? ReadList(DocumentReader? reader, CallReader calls, IReadOnlyList<string> absent)
    {
        if (reader is null)
        {
            return null;
        }

        var call = calls.Read(reader);
        var items = TakeExpression(reader, "items");
        reader.End();
        return call is null ? null : new ListDefinition(call, items, absent);
    }

    private List<DetailDefinition> ReadDetails(DocumentReader spec, CallReader calls)
    {
        var details = new List<DetailDefinition>();
        foreach (var (detail, node) in spec.TakeMaps("details"))
        {
            var at = detail.TakeText("at", isRequired: true);
            var call = calls.Read(detail, detail.TakeTexts("permission"));
            var value = TakeExpression(detail, "value");
            var items = TakeExpression(detail, "items");
            if (value.Length > 0 && items.Length > 0)
            {
                detail.Report(node, "'value' and 'items' exclude each other: 'value' is the part of one answer, 'items' the list of all pages.");
            }

            details.Add(new DetailDefinition(
                at,
                call ?? CallDefinition.None,
                items.Length > 0 ? items : value,
                items.Length > 0,
                TakeExpression(detail, "when"),
                detail.TakeTexts("absent"),
                detail.Take("default")?.ToJson()));
            detail.End();
        }

        return details;
    }

    private static List<DecodingDefinition> ReadDecodings(DocumentReader spec)
    {
        var decodings = new List<DecodingDefinition>();
        foreach (var (decoding, _) in spec.TakeMaps("decode"))
        {
            var path = decoding.TakeScalar("path", isRequired: true);
            var encoding = decoding.TakeOneOf("as", "json", "uri-json", "base64", "base64-lines") switch
            {
                "json" => TextEncoding.Json,
                "uri-json" => TextEncoding.UriJson,
                "base64" => TextEncoding.Base64,
                _ => TextEncoding.Base64Lines,
            };
            decoding.End();
            if (path is not null && ParsePath(decoding, path) is { } pattern)
            {
                decodings.Add(new DecodingDefinition(pattern, encoding));
            }
        }

        return decodings;
    }

    private static IEnumerable<string> TakePaths(DocumentReader spec, string key)
        => [.. spec.TakeScalars(key).Where(path => ParsePath(spec, path) is not null).Select(path => path.Text)];

    private static PathPattern? ParsePath(DocumentReader reader, DocumentNode.Scalar path)
    {
        try
        {
            return PathPattern.Parse(path.Text);
        }
        catch (FormatException exception)
        {
            reader.Report(path, exception.Message);
            return null;
        }
    }

    private string TakeExpression(DocumentReader reader, string key, bool isRequired = false)
    {
        var scalar = reader.TakeScalar(key, isRequired);
        if (scalar is null)
        {
            return "";
        }

        try
        {
            JmesExpression.Compile(scalar.Text, _functions);
        }
        catch (FormatException exception)
        {
            reader.Report(scalar, exception.Data["offset"] as int? ?? 0, exception.Message);
        }

        return scalar.Text;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(\.[a-z0-9_-]+){1,}\z")]
    private static partial Regex ItemTypeShape();
}
