namespace SecurityMonkey.Providers.Export;

/// <summary>Finds the documents of a folder and its subfolders. Hidden files and linked folders are left out.</summary>
internal static class DocumentFinder
{
    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson"];

    /// <summary>The documents in the order of their paths, and the folders that cannot be read.</summary>
    public static (IReadOnlyList<(string Scope, string Path)> Files, IReadOnlyList<DocumentIndex> UnreadableFolders) Find(string root)
    {
        var files = new List<(string, string)>();
        var unreadable = new List<DocumentIndex>();
        Visit(new DirectoryInfo(root), root, files, unreadable);
        return (files, unreadable);
    }

    private static void Visit(DirectoryInfo folder, string root, List<(string, string)> files, List<DocumentIndex> unreadable)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var index = new DocumentIndex(ScopeOf(folder.FullName, root), folder.FullName);
            index.Fail("FolderUnreadable", ErrorKind.PermissionDenied, $"The folder cannot be read: {exception.Message}", exception);
            unreadable.Add(index);
            return;
        }

        foreach (var entry in entries.Where(entry => !entry.Name.StartsWith('.')).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo subfolder)
            {
                if (!subfolder.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    Visit(subfolder, root, files, unreadable);
                }
            }
            else if (Extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
            {
                files.Add((ScopeOf(entry.FullName, root), entry.FullName));
            }
        }
    }

    private static string ScopeOf(string path, string root)
        => Path.GetRelativePath(root, path) is var relative && relative is "." ? "" : relative.Replace(Path.DirectorySeparatorChar, '/');
}
