namespace SecurityMonkey.Providers.Export;

/// <summary>What the documents of an account say about one item type.</summary>
internal sealed class DocumentListing
{
    private readonly List<DocumentIndex> _documents = [];
    private readonly List<string> _completed = [];
    private readonly List<(string Scope, SecurityMonkeyException Error)> _failed = [];

    /// <summary>The documents that hold items of the type.</summary>
    public IReadOnlyList<DocumentIndex> Documents => _documents;

    /// <summary>The documents that are whole.</summary>
    public IReadOnlyList<string> Completed => _completed;

    /// <summary>The documents that are not, and why.</summary>
    public IReadOnlyList<(string Scope, SecurityMonkeyException Error)> Failed => _failed;

    /// <summary>Adds a document that holds items of the type.</summary>
    public void Add(DocumentIndex document) => _documents.Add(document);

    /// <summary>Says that a document is whole.</summary>
    public void Complete(string scope) => _completed.Add(scope);

    /// <summary>Says that a document is not whole, or not there.</summary>
    public void Fail(string scope, SecurityMonkeyException error) => _failed.Add((scope, error));
}
