using System.Text;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws;
using SecurityMonkey.Providers.Azure;
using SecurityMonkey.Providers.Export;
using SecurityMonkey.Providers.GitHub;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>A folder of documents and the Export account that reads it, through the plug-ins as the engine has them.</summary>
internal sealed class ExportFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<KnownScope> _knownScopes = [];

    /// <summary>The plug-ins of the module.</summary>
    public static PluginCatalog Plugins { get; } = new([new AwsPlugin(), new AzurePlugin(), new GitHubPlugin(), new ExportPlugin()]);

    /// <summary>Where it is.</summary>
    public string Path => _folder.Path;

    /// <summary>The account.</summary>
    public Account Account => new()
    {
        Name = "exports",
        Type = "Export",
        Identifier = "exports",
        Fields = new Dictionary<string, string> { ["Path"] = Path },
    };

    /// <summary>Collects one document in a folder of its own.</summary>
    public static async Task<ExportCollection> CollectAsync(string name, string document)
    {
        using var folder = new ExportFolder();
        return await folder.Write(name, document).CollectAsync();
    }

    /// <summary>Collects one document whose content earlier runs have seen.</summary>
    public static async Task<ExportCollection> CollectKnownAsync(string name, string document, params string[] knownItemTypes)
    {
        using var folder = new ExportFolder();
        foreach (var itemType in knownItemTypes)
        {
            folder.Know(itemType, name);
        }

        return await folder.Write(name, document).CollectAsync();
    }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Writes a document in UTF-8 without a byte order mark.</summary>
    public ExportFolder Write(string name, string document) => Write(name, Encoding.UTF8.GetBytes(document));

    /// <summary>Writes a document.</summary>
    public ExportFolder Write(string name, byte[] document)
    {
        _folder.Write(name, document);
        return this;
    }

    /// <summary>Says that earlier runs read items of a type from a document, and that they are not deleted.</summary>
    public ExportFolder Know(string itemType, string scope)
    {
        _knownScopes.Add(new KnownScope(itemType, scope));
        return this;
    }

    /// <summary>Opens the account.</summary>
    public async Task<IAccountSession> OpenAsync(CancellationToken cancellationToken = default)
        => await Plugins.GetAccountType("Export").OpenAsync(Account, new FakeSessionContext(Plugins, _knownScopes), cancellationToken);

    /// <summary>Opens the account and runs all its watchers.</summary>
    public async Task<ExportCollection> CollectAsync()
    {
        await using var session = await OpenAsync();
        return await CollectAsync(session);
    }

    /// <summary>Runs all watchers of a session.</summary>
    public async Task<ExportCollection> CollectAsync(IAccountSession session)
    {
        var collection = new ExportCollection();
        foreach (var watcher in session.Watchers)
        {
            var itemType = watcher.ItemType.Id;
            var context = new RecordingWatchContext(Account, session);
            collection.ItemTypes.Add(itemType);
            await foreach (var item in watcher.CollectAsync(context, CancellationToken.None))
            {
                collection.Items.Add(new ExportedItem(itemType, item.NativeId, item.Name, item.Region, item.Scope, Encoding.UTF8.GetString(item.Config.Span)));
            }

            Assert.Empty(context.Warnings);
            collection.Expected[itemType] = context.Expected;
            collection.Completed.AddRange(context.Completed.Select(scope => (itemType, scope)));
            collection.Failures.AddRange(context.Failures.Select(
                failure => new ExportFailure(itemType, failure.Scope, Assert.IsType<SecurityMonkeyException>(failure.Error))));
        }

        return collection;
    }

    public void Dispose() => _folder.Dispose();
}
