using System.Collections;
using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Commands.Scripting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>Set-SMRule: tunes rules, for every account or for some. It takes effect at the next audit, without collecting again.</summary>
[Cmdlet(VerbsCommon.Set, "SMRule", SupportsShouldProcess = true, DefaultParameterSetName = Tune)]
[OutputType(typeof(Rule))]
public sealed class SetSMRuleCommand : StoreCmdlet
{
    private const string Tune = "Tune";
    private const string TakeBack = "Reset";
    private const string ByTag = "ByTag";

    /// <summary>Ids of rules; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = Tune)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TakeBack)]
    [Alias("Name", "RuleId")]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[] Id { get; set; } = [];

    /// <summary>A tag: the setting is for all rules that have it, those to come included. A setting for a rule wins over one for a tag.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByTag)]
    [ValidateNotNullOrEmpty]
    public string? Tag { get; set; }

    /// <summary>The accounts it is for, as a wildcard of their names. An exact name wins over a wildcard, a wildcard over all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Account { get; set; } = "*";

    /// <summary>Whether the rules are evaluated.</summary>
    [Parameter(ParameterSetName = Tune)]
    [Parameter(ParameterSetName = ByTag)]
    public bool? Enabled { get; set; }

    /// <summary>Another score: 0 informational, 1 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 critical.</summary>
    [Parameter(ParameterSetName = Tune)]
    [Parameter(ParameterSetName = ByTag)]
    [ValidateRange(SeverityScale.MinScore, SeverityScale.MaxScore)]
    public int? Score { get; set; }

    /// <summary>Other values of the rules' parameters, by name.</summary>
    [Parameter(ParameterSetName = Tune)]
    [Parameter(ParameterSetName = ByTag)]
    public Hashtable? Parameter { get; set; }

    /// <summary>Why.</summary>
    [Parameter(ParameterSetName = Tune)]
    [Parameter(ParameterSetName = ByTag)]
    public string? Reason { get; set; }

    /// <summary>Takes the setting for these accounts back.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TakeBack)]
    [Parameter(ParameterSetName = ByTag)]
    public SwitchParameter Reset { get; set; }

    /// <summary>Writes the tuned rules to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var (rules, _) = await engine.GetRulesAsync(account: null, cancellationToken).ConfigureAwait(false);
        if (Tag is not null)
        {
            await ApplyToTagAsync(pipeline, engine, Tag, rules, cancellationToken).ConfigureAwait(false);
            return;
        }

        var filter = TextFilter.Of(Id);
        await ReportMissingAsync(pipeline, filter, rules.Select(rule => rule.Id), "rule", "Get-SMRule lists them.").ConfigureAwait(false);
        var settings = await engine.GetRuleSettingsAsync(cancellationToken).ConfigureAwait(false);
        var wanted = rules.Where(rule => filter.IsMatch(rule.Id))
            .Select(rule => (Rule: rule, Known: settings.FirstOrDefault(setting => IsFor(setting, rule)) ?? new RuleSetting { RuleId = rule.Id, Account = Account }))
            .Select(entry => Reset ? entry.Known : Tuned(engine, entry.Known, [entry.Rule]))
            .ToArray();
        foreach (var setting in wanted)
        {
            await ApplyAsync(pipeline, engine, setting, cancellationToken).ConfigureAwait(false);
        }

        if (PassThru)
        {
            var account = TextFilter.HasWildcard(Account) ? null : Account;
            var (tuned, _) = await engine.GetRulesAsync(account, cancellationToken).ConfigureAwait(false);
            foreach (var rule in tuned.Where(rule => filter.IsMatch(rule.Id)))
            {
                await pipeline.WriteAsync(rule).ConfigureAwait(false);
            }
        }
    }

    private async Task ApplyAsync(CmdletPipeline pipeline, MonkeyEngine engine, RuleSetting setting, CancellationToken cancellationToken)
    {
        var accounts = string.Equals(Account, "*", StringComparison.Ordinal) ? "every account" : $"'{Account}'";
        if (await pipeline.ShouldProcessAsync($"{setting.RuleId} for {accounts}", Reset ? "Take back the setting" : "Tune").ConfigureAwait(false))
        {
            await (Reset
                ? engine.ResetRuleAsync(setting.RuleId, tag: "", setting.Account, cancellationToken)
                : engine.SetRuleAsync(setting, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task ApplyToTagAsync(
        CmdletPipeline pipeline, MonkeyEngine engine, string tag, IReadOnlyList<Rule> rules, CancellationToken cancellationToken)
    {
        var settings = await engine.GetRuleSettingsAsync(cancellationToken).ConfigureAwait(false);
        var tagged = rules.Where(rule => HasTag(rule, tag)).ToArray();
        if (tagged.Length == 0)
        {
            pipeline.Warn($"No rule has the tag '{tag}'. The setting is for those to come.");
        }

        var known = settings.FirstOrDefault(setting =>
            string.Equals(setting.Tag, tag, StringComparison.OrdinalIgnoreCase) && string.Equals(setting.Account, Account, StringComparison.OrdinalIgnoreCase))
            ?? new RuleSetting { RuleId = "*", Tag = tag, Account = Account };
        var accounts = string.Equals(Account, "*", StringComparison.Ordinal) ? "every account" : $"'{Account}'";
        if (await pipeline.ShouldProcessAsync($"{tagged.Length} rules with the tag '{tag}' for {accounts}", Reset ? "Take back the setting" : "Tune").ConfigureAwait(false))
        {
            await (Reset
                ? engine.ResetRuleAsync("*", known.Tag, Account, cancellationToken)
                : engine.SetRuleAsync(Tuned(engine, known, tagged), cancellationToken)).ConfigureAwait(false);
        }

        if (PassThru)
        {
            var (tuned, _) = await engine.GetRulesAsync(TextFilter.HasWildcard(Account) ? null : Account, cancellationToken).ConfigureAwait(false);
            foreach (var rule in tuned.Where(rule => HasTag(rule, tag)))
            {
                await pipeline.WriteAsync(rule).ConfigureAwait(false);
            }
        }
    }

    private RuleSetting Tuned(MonkeyEngine engine, RuleSetting known, IReadOnlyList<Rule> rules)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Parameter ?? [])
        {
            var name = entry.Key.ToString() ?? "";
            var names = rules.SelectMany(rule => rule.Parameters.Keys).Distinct(StringComparer.Ordinal).ToArray();
            given[names.FirstOrDefault(candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name, names, known)]
                = ScriptJson.Write(entry.Value);
        }

        if (given.Count > 0 && engine.FindFault(known with { Parameters = given }) is { } fault)
        {
            throw new SecurityMonkeyException("RuleParameterInvalid", ErrorKind.InvalidArgument, fault) { Target = known.Tag.Length > 0 ? known.Tag : known.RuleId };
        }

        var parameters = new Dictionary<string, string>(known.Parameters, StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            parameters[name] = value;
        }

        return known with { IsEnabled = Enabled ?? known.IsEnabled, Score = Score ?? known.Score, Parameters = parameters, Reason = Reason ?? known.Reason };
    }

    private static SecurityMonkeyException Unknown(string name, string[] names, RuleSetting setting)
    {
        var whose = setting.Tag.Length > 0 ? $"No rule with the tag '{setting.Tag}' has a parameter '{name}'." : $"Rule {setting.RuleId} has no parameter '{name}'.";
        var there = names.Length == 0 ? "There are none." : $"There are: {string.Join(", ", names)}.";
        return new SecurityMonkeyException("RuleParameterUnknown", ErrorKind.InvalidArgument, $"{whose}{NearName.Hint(name, names)} {there}")
        {
            Target = setting.Tag.Length > 0 ? setting.Tag : setting.RuleId,
        };
    }

    private static bool HasTag(Rule rule, string tag) => rule.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    private bool IsFor(RuleSetting setting, Rule rule)
        => setting.Tag.Length == 0 && string.Equals(setting.RuleId, rule.Id, StringComparison.OrdinalIgnoreCase) && string.Equals(setting.Account, Account, StringComparison.OrdinalIgnoreCase);
}
