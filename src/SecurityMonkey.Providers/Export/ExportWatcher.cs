using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Aws.Api;
using SecurityMonkey.Providers.Aws.Cli;
using SecurityMonkey.Providers.Azure;

namespace SecurityMonkey.Providers.Export;

/// <summary>Collects the items of one type from the documents that hold them.</summary>
internal sealed class ExportWatcher(ItemType itemType, DocumentListing listing) : IWatcher
{
    public ItemType ItemType => itemType;

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        context.Expect(listing.Documents.Sum(document => (long)document.ItemsOf(itemType.Id).Count));
        foreach (var scope in listing.Completed)
        {
            context.Complete(scope);
        }

        foreach (var (scope, error) in listing.Failed)
        {
            context.Fail(scope, error);
        }

        var read = string.Equals(itemType.Id, AzureItemTypes.SecurityPolicies, StringComparison.Ordinal)
            ? (Func<DocumentIndex, IWatchContext, IEnumerable<ItemSnapshot>>)ReadBySubscription
            : ReadOneByOne;
        foreach (var document in listing.Documents)
        {
            foreach (var snapshot in Guard(document, read(document, context), context))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return snapshot;
            }

            FailIfChanged(document, context);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    // A document that can no longer be read fails alone, and not the item type with all its documents.
    private static IEnumerable<ItemSnapshot> Guard(DocumentIndex document, IEnumerable<ItemSnapshot> snapshots, IWatchContext context)
    {
        using var enumerator = snapshots.GetEnumerator();
        while (TryMoveNext(document, enumerator, context))
        {
            yield return enumerator.Current;
        }
    }

    private static bool TryMoveNext(DocumentIndex document, IEnumerator<ItemSnapshot> snapshots, IWatchContext context)
    {
        try
        {
            return snapshots.MoveNext();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // What was changed is said to have changed, whatever came of it.
            if (!document.HasChanged)
            {
                context.Fail(document.Scope, exception is InvalidOperationException ? NotUnicode(document, exception) : Unreadable(document, exception));
            }

            return false;
        }
    }

    private IEnumerable<ItemSnapshot> ReadOneByOne(DocumentIndex document, IWatchContext context)
    {
        var regionOfPath = itemType.Provider is "aws" ? AwsRegions.NamedIn(document.Scope) : null;
        using var reader = new SliceReader(document.Path);
        var problem = (SecurityMonkeyException?)null;
        foreach (var slice in document.ItemsOf(itemType.Id))
        {
            var config = reader.Read(slice);
            if (!Utf8.IsValid(config.Span))
            {
                problem ??= NotUnicode(document);
                continue;
            }

            if (itemType.Provider is AzureItemTypes.Provider)
            {
                config = ArmShape.Normalize(config);
            }

            var facts = ResourceFacts.Read(itemType.Id, config.Span);
            if (string.IsNullOrEmpty(facts.NativeId))
            {
                problem ??= WithoutId(document, slice);
                continue;
            }

            yield return new ItemSnapshot(facts.NativeId, Normalize(config))
            {
                Name = facts.Name,
                Region = facts.Region ?? regionOfPath ?? Region.Unknown,
                Scope = document.Scope,
            };
        }

        if (problem is not null)
        {
            context.Fail(document.Scope, problem);
        }
    }

    // As a live collection writes it, so that an account that is first exported and then collected shows no change that is none.
    private ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> config)
        => CliModels.Find(itemType.Id) is { } shape ? CliNormalizer.Normalize(config, shape)
            : itemType.Provider is "aws" ? JsonAnswer.NormalizeItem(config, ApiServices.Get(itemType.Id.Split('.')[1]).Types)
            : config;

    // The policies of a subscription are one item, whose configuration is the list as the API answers it. A part of that list would be
    // another configuration, with policies that look as if they had been removed, so that it is the whole list or none.
    private IEnumerable<ItemSnapshot> ReadBySubscription(DocumentIndex document, IWatchContext context)
    {
        if (document.Problem is not null)
        {
            yield break;
        }

        using var reader = new SliceReader(document.Path);
        var lists = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (var slice in document.ItemsOf(itemType.Id))
        {
            var config = reader.Read(slice);
            if (!Utf8.IsValid(config.Span))
            {
                context.Fail(document.Scope, NotUnicode(document));
                yield break;
            }

            var id = ResourceFacts.Read(itemType.Id, config.Span).NativeId;
            if (id is null || ArmIds.SubscriptionOf(id) is not { } subscription)
            {
                context.Fail(document.Scope, WithoutId(document, slice));
                yield break;
            }

            if (!lists.TryGetValue(subscription, out var list))
            {
                lists.Add(subscription, list = new StringBuilder("{\"value\":["));
            }
            else
            {
                list.Append(',');
            }

            list.Append(Encoding.UTF8.GetString(config.Span));
        }

        if (document.HasChanged)
        {
            yield break;
        }

        foreach (var (subscription, list) in lists)
        {
            yield return new ItemSnapshot($"/subscriptions/{subscription}/providers/microsoft.security/policies", list.Append("]}").ToString())
            {
                Name = subscription,
                Scope = document.Scope,
            };
        }
    }

    private SecurityMonkeyException WithoutId(DocumentIndex document, ItemSlice slice)
        => new(
            "ResourceWithoutId",
            ErrorKind.InvalidData,
            $"{document.Scope}: The {itemType.Title} at byte {slice.Offset} has no id. Is the document really a list of {itemType.Id}?");

    private static SecurityMonkeyException NotUnicode(DocumentIndex document, Exception? cause = null)
        => new(DocumentIndexer.NotUnicode, ErrorKind.InvalidData, $"{document.Scope}: {DocumentIndexer.NotUnicodeMessage}", cause);

    private static SecurityMonkeyException Unreadable(DocumentIndex document, Exception cause)
        => new("DocumentUnreadable", ErrorKind.Unavailable, $"{document.Scope}: The document cannot be read: {cause.Message}", cause);

    private static void FailIfChanged(DocumentIndex document, IWatchContext context)
    {
        if (document.HasChanged)
        {
            context.Fail(document.Scope, new SecurityMonkeyException(
                "DocumentChanged",
                ErrorKind.InvalidData,
                $"{document.Scope}: The document was changed or removed while it was read. Collect again when the export has finished."));
        }
    }
}
