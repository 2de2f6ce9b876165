namespace SecurityMonkey.Tests.Rules;

/// <summary>A folder of rule documents that is gone after the test.</summary>
internal sealed class RuleFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sm-rules-");

    /// <summary>Its path.</summary>
    public string Path => _folder.FullName;

    /// <summary>A rule document.</summary>
    public static string Document(string id, string title = "T", string itemTypes = "acme.thing", string when = "Open")
        => $"apiVersion: securitymonkey/v1\nkind: Rule\nmetadata: {{ id: {id}, title: {title} }}\nspec: {{ itemTypes: [{itemTypes}], score: 5, when: \"{when}\" }}\n";

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? Path);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
