using SecurityMonkey.Engine.Diffing;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>A watcher that is data: which calls list the items, and which calls tell more of each.</summary>
/// <param name="ItemType">What it collects.</param>
/// <param name="AccountType">The account type whose session makes the calls.</param>
/// <param name="ScopeKind">The kind of scope the calls are made in.</param>
/// <param name="Parents">The things whose children are listed; null where the items are listed themselves.</param>
/// <param name="List">The call that lists the items.</param>
/// <param name="Item">How an item is read.</param>
/// <param name="Details">Calls for each item.</param>
/// <param name="Decodings">Texts that hold something else.</param>
/// <param name="Permissions">The permissions of all its calls.</param>
/// <param name="File">The file it is from.</param>
/// <param name="Line">Where it starts in the file.</param>
internal sealed record WatcherDocument(
    ItemType ItemType,
    string AccountType,
    string ScopeKind,
    ParentsDefinition? Parents,
    ListDefinition List,
    ItemDefinition Item,
    IReadOnlyList<DetailDefinition> Details,
    IReadOnlyList<DecodingDefinition> Decodings,
    IReadOnlyList<string> Permissions,
    string File,
    int Line);

/// <summary>A call with expressions in braces.</summary>
/// <param name="Json">The call as JSON.</param>
/// <param name="UrlPathMembers">The members in which what takes the place of braces is encoded for a URL.</param>
internal sealed record CallDefinition(JObject Json, IReadOnlySet<string> UrlPathMembers)
{
    /// <summary>No call.</summary>
    public static CallDefinition None { get; } = new([], new HashSet<string>());
}

/// <summary>A call that lists things.</summary>
/// <param name="Call">The call; <see cref="CallDefinition.None"/> where the document names the things itself.</param>
/// <param name="Items">Finds the things in a page; empty means that the page is a list of things, or a thing.</param>
/// <param name="Absent">Codes of errors that mean that there is nothing.</param>
internal sealed record ListDefinition(CallDefinition Call, string Items, IReadOnlyList<string> Absent);

/// <summary>Things whose children are listed.</summary>
/// <param name="List">The call that lists them.</param>
/// <param name="Id">Tells them apart.</param>
internal sealed record ParentsDefinition(ListDefinition List, string Id);

/// <summary>How an item is read, as JMESPath over it; empty means that it is not said.</summary>
/// <param name="Id">Its native id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Its region.</param>
/// <param name="Config">Its configuration.</param>
internal sealed record ItemDefinition(string Id, string Name, string Region, string Config);

/// <summary>A call for each item, whose answer becomes a part of the configuration.</summary>
/// <param name="At">Where: member names separated by dots; a single dot means that its members become the item's own.</param>
/// <param name="Call">The call.</param>
/// <param name="Value">Finds the part in the answer; empty means all of it.</param>
/// <param name="IsList">Whether the answer comes in pages, of whose parts one list is made.</param>
/// <param name="When">The items it is made for; empty means all.</param>
/// <param name="Absent">Codes of errors that mean that there is none.</param>
/// <param name="Default">What stands there then; null means nothing.</param>
internal sealed record DetailDefinition(
    string At, CallDefinition Call, string Value, bool IsList, string When, IReadOnlyList<string> Absent, JToken? Default)
{
    /// <summary>Where the part stands in the configuration; empty where it is the item itself.</summary>
    public string PartPath => At is "." ? "" : At;
}

/// <summary>Texts that hold something else, which takes their place.</summary>
/// <param name="Path">Where they are.</param>
/// <param name="Encoding">What they hold.</param>
internal sealed record DecodingDefinition(PathPattern Path, TextEncoding Encoding);

/// <summary>What a text holds.</summary>
internal enum TextEncoding
{
    /// <summary>JSON.</summary>
    Json,

    /// <summary>JSON that is encoded for a URL.</summary>
    UriJson,

    /// <summary>Base64 of UTF-8 text.</summary>
    Base64,

    /// <summary>Base64 of UTF-8 text, of whose lines each is an element of a list.</summary>
    Base64Lines,
}
