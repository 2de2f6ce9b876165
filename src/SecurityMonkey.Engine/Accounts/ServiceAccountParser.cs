using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Reads documents of the kind KnownAccounts: accounts that providers use for their own services, which policies name.</summary>
internal static class ServiceAccountParser
{
    /// <summary>Reads the accounts of files and folders. Something wrong with a document leaves the document out.</summary>
    public static IReadOnlyList<Account> Read(IEnumerable<string> paths)
        =>
        [
            .. from file in paths.SelectMany(DocumentFolder.FindFiles)
               from account in Parse(File.ReadAllText(file), file, [])
               select account,
        ];

    /// <summary>Reads the accounts of a text.</summary>
    public static IReadOnlyList<Account> Parse(string text, string file, List<DocumentProblem> problems)
    {
        var accounts = new List<Account>();
        foreach (var node in YamlFile.Parse(text, file, problems))
        {
            var before = problems.Count;
            var document = new DocumentReader(file, "document", node, problems);
            document.TakeOneOf("apiVersion", "securitymonkey/v1");
            document.TakeOneOf("kind", "KnownAccounts");
            var metadata = document.TakeMap("metadata", isRequired: true);
            var spec = document.TakeMap("spec", isRequired: true);
            document.End();
            var service = metadata?.TakeText("name", isRequired: true) ?? "";
            var references = metadata?.TakeTexts("references") ?? [];
            metadata?.End();
            var type = spec?.TakeText("accountType", isRequired: true) ?? "";
            var known = spec?.TakeMap("accounts", isRequired: true)?.TakeRest().Select(entry => NewAccount(service, type, entry.Key.Text, entry.Value, references)).ToArray() ?? [];
            spec?.End();
            if (problems.Count == before)
            {
                accounts.AddRange(known);
            }
        }

        return accounts;
    }

    private static Account NewAccount(string service, string type, string region, DocumentNode identifier, IReadOnlyList<string> references) => new()
    {
        Name = $"{service} {region}",
        Type = type,
        Identifier = identifier is DocumentNode.Scalar scalar ? scalar.Text : "",
        IsThirdParty = true,
        Notes = string.Join(' ', references),
        Fields = new Dictionary<string, string> { ["Service"] = service, ["Region"] = region },
    };
}
