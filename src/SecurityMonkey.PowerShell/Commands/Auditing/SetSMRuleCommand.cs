using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
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
        foreach (var rule in rules.Where(rule => filter.IsMatch(rule.Id)))
        {
            var known = settings.FirstOrDefault(setting => IsFor(setting, rule)) ?? new RuleSetting { RuleId = rule.Id, Account = Account };
            await ApplyAsync(pipeline, engine, rule, known, cancellationToken).ConfigureAwait(false);
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

    private async Task ApplyAsync(CmdletPipeline pipeline, MonkeyEngine engine, Rule rule, RuleSetting known, CancellationToken cancellationToken)
    {
        var accounts = string.Equals(Account, "*", StringComparison.Ordinal) ? "every account" : $"'{Account}'";
        if (!await pipeline.ShouldProcessAsync($"{rule.Id} for {accounts}", Reset ? "Take back the setting" : "Tune").ConfigureAwait(false))
        {
            return;
        }

        if (Reset)
        {
            await engine.ResetRuleAsync(rule.Id, tag: "", Account, cancellationToken).ConfigureAwait(false);
            return;
        }

        var parameters = new Dictionary<string, string>(known.Parameters, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Parameter ?? [])
        {
            var name = entry.Key.ToString()!;
            parameters[name] = rule.Parameters.ContainsKey(name)
                ? JsonSerializer.Serialize(Unwrap(entry.Value))
                : throw new SecurityMonkeyException(
                    "RuleParameterUnknown",
                    ErrorKind.InvalidArgument,
                    $"Rule {rule.Id} has no parameter '{name}'. Its parameters are: {string.Join(", ", rule.Parameters.Keys)}.")
                {
                    Target = rule.Id,
                };
        }

        await engine.SetRuleAsync(
            known with { IsEnabled = Enabled ?? known.IsEnabled, Score = Score ?? known.Score, Parameters = parameters, Reason = Reason ?? known.Reason },
            cancellationToken).ConfigureAwait(false);
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
                : engine.SetRuleAsync(Tuned(known, tagged, tag), cancellationToken)).ConfigureAwait(false);
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

    private RuleSetting Tuned(RuleSetting known, IReadOnlyList<Rule> tagged, string tag)
    {
        var parameters = new Dictionary<string, string>(known.Parameters, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Parameter ?? [])
        {
            var name = entry.Key.ToString()!;
            parameters[name] = tagged.Any(rule => rule.Parameters.ContainsKey(name))
                ? JsonSerializer.Serialize(Unwrap(entry.Value))
                : throw new SecurityMonkeyException(
                    "RuleParameterUnknown", ErrorKind.InvalidArgument, $"No rule with the tag '{tag}' has a parameter '{name}'.")
                {
                    Target = tag,
                };
        }

        return known with { IsEnabled = Enabled ?? known.IsEnabled, Score = Score ?? known.Score, Parameters = parameters, Reason = Reason ?? known.Reason };
    }

    private static bool HasTag(Rule rule, string tag) => rule.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    private static object? Unwrap(object? value) => value switch
    {
        PSObject wrapped => Unwrap(wrapped.BaseObject),
        object[] list => list.Select(Unwrap).ToArray(),
        _ => value,
    };

    private bool IsFor(RuleSetting setting, Rule rule)
        => setting.Tag.Length == 0 && string.Equals(setting.RuleId, rule.Id, StringComparison.OrdinalIgnoreCase) && string.Equals(setting.Account, Account, StringComparison.OrdinalIgnoreCase);
}
