using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Collects what a watcher document describes, through the calls of the account's session.</summary>
internal sealed class DocumentWatcher(WatcherDocument document) : IWatcher
{
    // Compiled expressions are not safe for several threads, so each item borrows a set of its own.
    private readonly ConcurrentBag<WatcherProgram> _programs = [];

    // Items and parents that are read at the same time in one scope; the run's throttle limits the calls themselves.
    private const int Parallelism = 8;

    /// <summary>The document.</summary>
    public WatcherDocument Document => document;

    public ItemType ItemType => document.ItemType;

    public IReadOnlyList<string> Permissions => document.Permissions;

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = context.Session as IApiSession ?? throw new SecurityMonkeyException(
            "SessionWithoutApi", ErrorKind.NotSupported, $"Accounts of type {context.Account.Type} cannot be read by watcher documents ({document.File}).");
        var scopes = await session.GetScopesAsync(document.ScopeKind, context, cancellationToken).ConfigureAwait(false);
        var byName = scopes.ToDictionary(scope => scope.Name, StringComparer.Ordinal);
        var items = ScopedCollection.CollectAsync(context, byName.Keys, (name, token) => CollectScopeAsync(context, session, byName[name], token), cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private IAsyncEnumerable<ItemSnapshot> CollectScopeAsync(IWatchContext context, IApiSession session, ApiScope scope, CancellationToken cancellationToken)
        => document.Parents is null
            ? ListAsync(context, session, scope, parent: null, scope.Name, cancellationToken)
            : ListChildrenAsync(context, session, scope, document.Parents, cancellationToken);

    private IAsyncEnumerable<ItemSnapshot> ListChildrenAsync(
        IWatchContext context, IApiSession session, ApiScope scope, ParentsDefinition parents, CancellationToken cancellationToken)
        => ParallelReading.ReadAsync<JToken>(
            Parallelism,
            async (add, token) =>
            {
                var program = Borrow(context, scope, parent: null);
                await foreach (var parent in ParentsAsync(session, scope, program, parents.List, token).ConfigureAwait(false))
                {
                    await add(parent).ConfigureAwait(false);
                }

                _programs.Add(program);
            },
            (parent, token) => ListOfParentAsync(context, session, scope, parent, token),
            cancellationToken);

    private static async IAsyncEnumerable<JToken> ParentsAsync(
        IApiSession session, ApiScope scope, WatcherProgram program, ListDefinition list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (list.Call == CallDefinition.None)
        {
            foreach (var parent in program.FindParents(JValue.CreateNull()) ?? [])
            {
                yield return parent;
            }

            yield break;
        }

        await foreach (var parent in PagesAsync(session, scope, program.ParentCall, list, program.FindParents, cancellationToken).ConfigureAwait(false))
        {
            yield return parent;
        }
    }

    // A parent whose children cannot be listed fails alone.
    private async IAsyncEnumerable<ItemSnapshot> ListOfParentAsync(
        IWatchContext context, IApiSession session, ApiScope scope, JToken parent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var program = Borrow(context, scope, parent: null);
        var id = program.ParentIdOf(parent);
        _programs.Add(program);
        var name = ScopeCoverage.Join(scope.Name, id);
        var items = ListAsync(context, session, scope, parent, name, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
                {
                    context.Fail(name, exception);
                    break;
                }

                yield return items.Current;
            }
        }
    }

    private IAsyncEnumerable<ItemSnapshot> ListAsync(
        IWatchContext context, IApiSession session, ApiScope scope, JToken? parent, string scopeName, CancellationToken cancellationToken)
        => ParallelReading.ReadAsync<JToken>(
            Parallelism,
            async (add, token) =>
            {
                var program = Borrow(context, scope, parent);
                await foreach (var item in PagesAsync(session, scope, program.ListCall, document.List, program.FindItems, token).ConfigureAwait(false))
                {
                    await add(item).ConfigureAwait(false);
                }

                _programs.Add(program);
            },
            (item, token) => ReadItemAsync(context, session, scope, parent, scopeName, item, token),
            cancellationToken);

    private async IAsyncEnumerable<ItemSnapshot> ReadItemAsync(
        IWatchContext context,
        IApiSession session,
        ApiScope scope,
        JToken? parent,
        string scopeName,
        JToken listed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var program = Borrow(context, scope, parent);
        var item = listed is JObject map ? (JObject)map.DeepClone() : new JObject { ["value"] = listed.DeepClone() };
        var id = program.IdOf(item);
        if (id.Length == 0)
        {
            context.Fail(scopeName, new SecurityMonkeyException(
                "ResourceWithoutId", ErrorKind.InvalidData, $"An answer for {ItemType.Id} has an item without '{document.Item.Id}'. See {document.File}, line {document.Line}."));
            yield break;
        }

        var unknown = await new DetailReader(session, scope, program).ReadAsync(item, cancellationToken).ConfigureAwait(false);
        TextDecoder.Decode(item, document.Decodings);
        var region = program.RegionOf(item);
        var name = program.NameOf(item);
        var config = Encoding.UTF8.GetBytes(program.ConfigOf(item).ToString(Formatting.None));
        _programs.Add(program);
        yield return new ItemSnapshot(id, config)
        {
            Name = name.Length > 0 ? name : id,
            Region = region.Length > 0 ? region : scope.Region,
            Scope = scopeName,
            UnknownParts = unknown,
        };
    }

    private WatcherProgram Borrow(IWatchContext context, ApiScope scope, JToken? parent)
    {
        var program = _programs.TryTake(out var free) ? free : new WatcherProgram(document);
        program.Enter(context.Account, scope, parent);
        return program;
    }

    private static async IAsyncEnumerable<JToken> PagesAsync(
        IApiSession session,
        ApiScope scope,
        string call,
        ListDefinition list,
        Func<JToken, IReadOnlyList<JToken>?> find,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = session.CallAsync(scope, call, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            var isFirst = true;
            while (true)
            {
                try
                {
                    if (!await pages.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (SecurityMonkeyException exception) when (isFirst && exception.Codes.Any(code => list.Absent.Contains(code, StringComparer.OrdinalIgnoreCase)))
                {
                    yield break;
                }

                isFirst = false;
                var page = JmesExpression.ParseConfig(Encoding.UTF8.GetString(pages.Current.Span));

                // An answer that is not what it should be must not look like an empty list.
                foreach (var item in find(page) ?? throw new SecurityMonkeyException(
                    "AnswerUnexpected", ErrorKind.InvalidData, $"An answer has no list at '{list.Items}'. The call was {call}."))
                {
                    yield return item;
                }
            }
        }
    }
}
