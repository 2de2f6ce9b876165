using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Export;

/// <summary>A folder of documents, indexed: what each of them holds, and which of them cannot be read.</summary>
internal sealed class ExportSession : IAccountSession
{
    private readonly IReadOnlyList<DocumentIndex> _documents;

    private ExportSession(IReadOnlyList<DocumentIndex> documents, IReadOnlyList<IWatcher> watchers)
    {
        _documents = documents;
        Watchers = watchers;
    }

    /// <summary>Stands for documents that cannot be read, so that nobody knows what they hold.</summary>
    public static ItemType Unreadable { get; } = new("export.document", "Document that could not be read");

    public IReadOnlyList<IWatcher> Watchers { get; }

    /// <summary>Indexes the documents of a folder.</summary>
    /// <exception cref="SecurityMonkeyException">The folder holds no document.</exception>
    public static async Task<ExportSession> OpenAsync(Account account, string folder, ISessionContext context, CancellationToken cancellationToken)
    {
        var (files, unreadableFolders) = DocumentFinder.Find(folder);
        if (files.Count == 0 && unreadableFolders.Count == 0)
        {
            throw new SecurityMonkeyException(
                "ExportFolderEmpty",
                ErrorKind.Unavailable,
                $"The folder '{folder}' of account '{account.Name}' holds no document (*.json). Nothing was collected and nothing is treated as deleted.")
            {
                Target = account.Name,
            };
        }

        var documents = new DocumentIndex?[files.Count];
        try
        {
            await Parallel.ForAsync(0, files.Count, cancellationToken, (index, token) =>
            {
                documents[index] = DocumentIndexer.Index(files[index].Scope, files[index].Path, token);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            DocumentIndex[] all = [.. documents.OfType<DocumentIndex>(), .. unreadableFolders];
            return new ExportSession(all, PlanWatchers(all, context));
        }
        catch
        {
            DeleteCopies(documents.OfType<DocumentIndex>());
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        DeleteCopies(_documents);
        return ValueTask.CompletedTask;
    }

    private static void DeleteCopies(IEnumerable<DocumentIndex> documents)
    {
        foreach (var document in documents.Where(document => document.IsCopy))
        {
            File.Delete(document.Path);
        }
    }

    private static IReadOnlyList<IWatcher> PlanWatchers(IReadOnlyList<DocumentIndex> documents, ISessionContext context)
    {
        var knownTypes = context.KnownScopes.ToLookup(known => known.Scope, known => known.ItemType, StringComparer.Ordinal);
        var listings = new SortedDictionary<string, DocumentListing>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            Assign(document, [.. knownTypes[document.Scope]], itemType => ListingOf(listings, itemType));
        }

        var scopes = documents.Select(document => document.Scope).ToHashSet(StringComparer.Ordinal);
        var unreadableFolders = documents.Where(document => Directory.Exists(document.Path)).ToArray();
        foreach (var (itemType, scope) in context.KnownScopes)
        {
            if (!scopes.Contains(scope))
            {
                var folder = unreadableFolders.FirstOrDefault(candidate => candidate.Covers(scope));
                ListingOf(listings, itemType).Fail(scope, folder?.Problem ?? new SecurityMonkeyException(
                    "DocumentMissing",
                    ErrorKind.NotFound,
                    $"{scope}: The document is gone, so its {itemType} items were not collected. Export it again, or remove what is no longer to be collected " +
                    "from the account's scope (Set-SMAccount -ExcludedName)."));
            }
        }

        return [.. listings.Select(listing => new ExportWatcher(context.GetItemType(listing.Key), listing.Value))];
    }

    // Which item types a document says something about: those it holds, and those it held and is still the list of.
    private static void Assign(DocumentIndex document, IReadOnlyList<string> known, Func<string, DocumentListing> listingOf)
    {
        var isSameListing = document.IsEmptyList || document.ItemTypes.Any(known.Contains);
        var itemTypes = document.ItemTypes.Union(known).DefaultIfEmpty(Unreadable.Id);
        foreach (var itemType in itemTypes)
        {
            var holds = document.ItemTypes.Contains(itemType);
            if (holds)
            {
                listingOf(itemType).Add(document);
            }

            if (document.Problem is not null)
            {
                listingOf(itemType).Fail(document.Scope, document.Problem);
            }
            else if (holds || isSameListing)
            {
                // An empty list that never held anything says nothing about anything.
                if (!string.Equals(itemType, Unreadable.Id, StringComparison.Ordinal))
                {
                    listingOf(itemType).Complete(document.Scope);
                }
            }
            else
            {
                listingOf(itemType).Fail(document.Scope, new SecurityMonkeyException(
                    "DocumentOfOtherType",
                    ErrorKind.InvalidData,
                    $"{document.Scope}: The document held {itemType} and now holds {string.Join(", ", document.ItemTypes)}, so the {itemType} items were not collected."));
            }
        }
    }

    private static DocumentListing ListingOf(SortedDictionary<string, DocumentListing> listings, string itemType)
    {
        if (!listings.TryGetValue(itemType, out var listing))
        {
            listings.Add(itemType, listing = new DocumentListing());
        }

        return listing;
    }
}
