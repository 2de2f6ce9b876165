using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Commands.Scripting;
using SecurityMonkey.Engine;
using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Commands.Plugins;

/// <summary>Register-SMAuditor: a rule whose condition is a script block.</summary>
[Cmdlet(VerbsLifecycle.Register, "SMAuditor")]
[OutputType(typeof(PluginInfo))]
public sealed class RegisterSMAuditorCommand : ScriptCmdlet
{
    private const string Source = "Register-SMAuditor";

    /// <summary>The id of the rule, such as ACME-LAB-001. One that was registered before is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidatePattern(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    public string RuleId { get; set; } = "";

    /// <summary>The item types it looks at; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[] ItemType { get; set; } = [];

    /// <summary>Judges. It is given the item, the rule and a context with Account, Now, GetItems and the like, and writes a finding for each thing that is wrong: a text, true, or a table with Message.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>What is wrong, in a few words.</summary>
    [Parameter(Mandatory = true)]
    public string Title { get; set; } = "";

    /// <summary>How bad it is, from 0 to 10.</summary>
    [Parameter]
    [ValidateRange(0, 10)]
    public int Score { get; set; } = 5;

    /// <summary>Why it matters.</summary>
    [Parameter]
    public string Why { get; set; } = "";

    /// <summary>How to put it right.</summary>
    [Parameter]
    public string Fix { get; set; } = "";

    /// <summary>Words by which rules are found.</summary>
    [Parameter]
    public string[] Label { get; set; } = [];

    /// <summary>Values that the script finds in the rule's Parameters and that Set-SMRule can tune.</summary>
    [Parameter]
    public Hashtable? Parameter { get; set; }

    /// <summary>Ids or aliases of item types that the script looks at beside the item, with the context that it is given third. When one of them changes, the rule is evaluated again.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    public string[] Lookup { get; set; } = [];

    /// <summary>The parts of the configuration that the script reads: names separated by dots. Where one of them could not be read, the answer is unknown. Without it, all of them.</summary>
    [Parameter]
    public string[] Read { get; set; } = [];

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var (rules, _) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
        if (rules.FirstOrDefault(known => string.Equals(known.Id, RuleId, StringComparison.OrdinalIgnoreCase)) is { } taken && taken.Source != Source)
        {
            var message = $"There is a rule {taken.Id} already ({taken.Source}). Give yours another id.";
            await pipeline.WriteErrorAsync(new SecurityMonkeyException("RuleExists", ErrorKind.AlreadyExists, message), RuleId).ConfigureAwait(false);
            return;
        }

        if (Lookup.FirstOrDefault(TextFilter.HasWildcard) is { } wildcard)
        {
            var message = $"-Lookup takes whole item types, and '{wildcard}' is a wildcard: name each type that the script looks at.";
            throw new SecurityMonkeyException("LookupInvalid", ErrorKind.InvalidArgument, message) { Target = wildcard };
        }

        await FindItemTypesAsync(pipeline, engine, Lookup, cancellationToken).ConfigureAwait(false);
        var rule = new Rule
        {
            Id = RuleId,
            Title = Title,
            ItemTypes = [.. ItemType.Select(engine.Plugins.ResolveItemType)],
            Score = Score,
            Why = Why,
            Fix = Fix,
            Tags = Label,
            Source = Source,
            Lookups = [.. Lookup.Select(engine.Plugins.ResolveItemType)],
            Reads = Read,
            Parameters = (Parameter ?? []).Cast<DictionaryEntry>().ToDictionary(
                entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry => ScriptJson.Write(entry.Value)),
        };
        var runner = await CreateRunnerAsync(pipeline, ScriptBlock).ConfigureAwait(false);
        var plugin = new ScriptPlugin($"Rule {RuleId}", runner, registry => registry.AddAuditor(new ScriptAuditor(rule, runner, engine.Plugins.ResolveItemType)));
        await AddAsync(
            pipeline, new SessionPlugin($"rule {RuleId.ToUpperInvariant()}", PluginInspector.Inspect(plugin, PluginKind.Script), plugin, null), cancellationToken).ConfigureAwait(false);
    }
}
