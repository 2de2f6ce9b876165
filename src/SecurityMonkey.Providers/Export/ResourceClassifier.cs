using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.GitHub;

namespace SecurityMonkey.Providers.Export;

/// <summary>Says of which item type a resource is, and notes where it stands.</summary>
internal sealed class ResourceClassifier(DocumentIndex index)
{
    private const string Flattened =
        "looks like the flattened output of an 'az ... list' command, which rules cannot read. " +
        "Export it with 'az rest --method get --url ...' or 'az graph query' instead.";

    /// <summary>Takes a resource whose item type is known.</summary>
    public void Accept(string itemType, long start, long end)
    {
        if (end - start > int.MaxValue)
        {
            index.Fail("DocumentTooLarge", ErrorKind.InvalidData, "A single resource is larger than 2 GiB.");
            return;
        }

        index.SpeakOf(itemType).Add(new ItemSlice(start, (int)(end - start)));
    }

    /// <summary>Notes an element that is not a resource.</summary>
    /// <param name="number">Its place in its list, from 1.</param>
    /// <param name="reason">What is wrong with it.</param>
    public void Reject(int number, string reason)
        => index.Fail("DocumentNotRecognized", ErrorKind.InvalidData, $"Element {number} of the list {reason}.");

    /// <summary>Takes an element of a list.</summary>
    public void Classify(ElementFacts facts, long start, long end, int number)
    {
        if (Find(facts) is not { } itemType)
        {
            Reject(number, "is not recognised: it is neither a resource of Azure (id and type) nor an object of GitHub (url)");
        }
        else if (IsFlattened(facts))
        {
            Reject(number, Flattened);
        }
        else
        {
            Accept(itemType, start, end);
        }
    }

    /// <summary>Takes a document that is one resource.</summary>
    /// <returns>Whether it is one.</returns>
    public bool ClassifyRoot(ElementFacts facts, long start, long end)
    {
        if (Find(facts) is not { } itemType)
        {
            return false;
        }

        if (IsFlattened(facts))
        {
            index.Fail("DocumentNotRecognized", ErrorKind.InvalidData, $"The document {Flattened}");
        }
        else
        {
            Accept(itemType, start, end);
        }

        return true;
    }

    private static string? Find(ElementFacts facts)
        => facts.Id is { } id && ArmIds.IsId(id) && ArmIds.ResourceTypeOf(id, facts.Type) is { } resourceType ? AzureItemTypes.IdOf(resourceType)
            : facts.Url is not null ? GitHubItemTypes.Find(facts.Url)?.ItemType.Id
            : null;

    // Resources without properties exist, but not with members of their own and a type beside them.
    private static bool IsFlattened(ElementFacts facts)
        => facts.Url is null && facts.Type is not null && !facts.HasProperties && facts.HasForeignMembers;
}
