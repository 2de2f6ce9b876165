using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Reads documents of the kind KnownAccounts: accounts that providers use for their own services, which policies name.</summary>
/// <param name="plugins">Know the account types, which say what an identifier is.</param>
internal sealed class ServiceAccountParser(PluginCatalog plugins)
{
    /// <summary>Reads the accounts of files and folders. A document with something wrong in it is left out, and that is told.</summary>
    public (IReadOnlyList<Account> Accounts, IReadOnlyList<DocumentProblem> Problems) Read(IEnumerable<string> paths)
    {
        var problems = new List<DocumentProblem>();
        var accounts = new List<Account>();
        foreach (var file in paths.SelectMany(DocumentFolder.FindFiles).DistinctBy(Path.GetFullPath, StringComparer.Ordinal))
        {
            accounts.AddRange(DocumentFolder.TryRead(file, problems) is { } text ? Parse(text, file, problems) : []);
        }

        return (accounts, problems);
    }

    /// <summary>Reads the accounts of a text.</summary>
    public IReadOnlyList<Account> Parse(string text, string file, ICollection<DocumentProblem> problems)
    {
        var accounts = new List<Account>();
        foreach (var node in YamlFile.Parse(text, file, problems))
        {
            var before = problems.Count;
            var known = ReadDocument(node, file, problems);
            if (problems.Count == before)
            {
                accounts.AddRange(known);
            }
        }

        return accounts;
    }

    private List<Account> ReadDocument(DocumentNode node, string file, ICollection<DocumentProblem> problems)
    {
        var document = new DocumentReader(file, "document", node, problems);
        document.TakeOneOf("apiVersion", "securitymonkey/v1");
        document.TakeOneOf("kind", "KnownAccounts");
        var metadata = document.TakeMap("metadata", isRequired: true);
        var spec = document.TakeMap("spec", isRequired: true);
        document.End();
        if (metadata is null || spec is null)
        {
            return [];
        }

        var service = metadata.TakeText("name", isRequired: true);
        var references = metadata.TakeTexts("references");
        metadata.End();
        var type = ReadAccountType(spec);
        var accounts = new List<Account>();
        foreach (var (region, identifier) in spec.TakeMap("accounts", isRequired: true)?.TakeRest() ?? [])
        {
            if (identifier is not DocumentNode.Scalar { Text.Length: > 0 } scalar)
            {
                spec.Report(identifier, $"'{region.Text}' is {(identifier is DocumentNode.Scalar ? "empty" : $"a {identifier.Kind}")}; the identifier of an account was expected.");
                continue;
            }

            var account = NewAccount(service, type?.Definition.Name ?? "", region.Text, scalar.Text, references);
            try
            {
                type?.Validate(account);
                accounts.Add(account);
            }
            catch (SecurityMonkeyException exception)
            {
                spec.Report(scalar, exception.Message);
            }
        }

        spec.End();
        return accounts;
    }

    private SecurityMonkey.Plugins.IAccountType? ReadAccountType(DocumentReader spec)
    {
        var name = spec.TakeScalar("accountType", isRequired: true);
        try
        {
            return name is null ? null : plugins.GetAccountType(name.Text);
        }
        catch (SecurityMonkeyException exception)
        {
            spec.Report(name!, exception.Message);
            return null;
        }
    }

    private static Account NewAccount(string service, string type, string region, string identifier, IReadOnlyList<string> references) => new()
    {
        Name = $"{service} {region}",
        Type = type,
        Identifier = identifier,
        IsThirdParty = true,
        Notes = string.Join(' ', references),
        Fields = new Dictionary<string, string> { ["Service"] = service, ["Region"] = region },
    };
}
