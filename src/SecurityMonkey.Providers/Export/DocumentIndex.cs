namespace SecurityMonkey.Providers.Export;

/// <summary>What a document holds: where the resources of each item type stand in it. The resources themselves stay in the file.</summary>
internal sealed class DocumentIndex(string scope, string path)
{
    private readonly string _original = path;
    private readonly SortedDictionary<string, List<ItemSlice>> _items = new(StringComparer.Ordinal);

    /// <summary>The document's path below the account's folder, with <c>/</c> between its parts.</summary>
    public string Scope => scope;

    /// <summary>The file to read: the document, or a copy of it in UTF-8.</summary>
    public string Path { get; set; } = path;

    /// <summary>The document's size and time when it was indexed, to notice that it changed since.</summary>
    public (long Length, DateTime Written) Version { get; set; }

    /// <summary>Whether what is read is a temporary copy.</summary>
    public bool IsCopy => !string.Equals(Path, _original, StringComparison.Ordinal);

    /// <summary>Whether the document has another size or time than when it was indexed.</summary>
    public bool HasChanged
    {
        get
        {
            try
            {
                return VersionOf(_original) != Version;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has gone.
                return true;
            }
        }
    }

    /// <summary>Why it could not be read to its end; null when it was.</summary>
    public SecurityMonkeyException? Problem { get; private set; }

    /// <summary>The item types it speaks of, even where it holds nothing of them.</summary>
    public IReadOnlyCollection<string> ItemTypes => _items.Keys;

    /// <summary>Whether it is a whole list that holds nothing, and so does not say of what it is a list.</summary>
    public bool IsEmptyList { get; set; }

    /// <summary>Says that it speaks of an item type.</summary>
    public List<ItemSlice> SpeakOf(string itemType)
    {
        if (!_items.TryGetValue(itemType, out var slices))
        {
            _items.Add(itemType, slices = []);
        }

        return slices;
    }

    /// <summary>The resources of an item type, in the order of the file.</summary>
    public IReadOnlyList<ItemSlice> ItemsOf(string itemType) => _items.TryGetValue(itemType, out var slices) ? slices : [];

    /// <summary>Whether a scope lies in this folder.</summary>
    public bool Covers(string other) => scope.Length == 0 || other.StartsWith(scope + "/", StringComparison.Ordinal);

    /// <summary>The size and time of a file, or of the file that a link leads to.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static (long Length, DateTime Written) VersionOf(string path)
    {
        var link = new FileInfo(path);
        var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
        return (file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Notes a problem; the first one counts.</summary>
    public void Fail(string errorId, ErrorKind kind, string message, Exception? cause = null)
        => Problem ??= new SecurityMonkeyException(errorId, kind, scope.Length == 0 ? message : $"{scope}: {message}", cause)
        {
            Target = scope,
        };
}
