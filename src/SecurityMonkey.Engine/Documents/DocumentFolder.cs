namespace SecurityMonkey.Engine.Documents;

/// <summary>Finds documents.</summary>
internal static class DocumentFolder
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The files of a path: itself, or those in the folder and below it; none where it does not exist.</summary>
    public static IEnumerable<string> FindFiles(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The text of a file; null where it cannot be read, which is noted.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problems">Takes why.</param>
    public static string? TryRead(string file, ICollection<DocumentProblem> problems)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new DocumentProblem(file, 1, 1, $"The file cannot be read: {exception.Message}"));
            return null;
        }
    }
}
