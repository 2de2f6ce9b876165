using SecurityMonkey.Engine.Accounts;
using SecurityMonkey.Engine.Auditing;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;
using SecurityMonkey.Engine.Storage.Sqlite;
using SecurityMonkey.Engine.Watching;

namespace SecurityMonkey.Engine;

/// <summary>The engine: everything a host asks of it. Puts store, plug-ins and rules together, and holds no logic of its own.</summary>
public sealed class MonkeyEngine : IAsyncDisposable
{
    private readonly IStore _store;
    private readonly EngineOptions _options;
    private readonly RuleLibrary _rules;
    private readonly ChangeReader _changes;
    private readonly AccountValidator _accounts;

    private MonkeyEngine(IStore store, EngineOptions options, PluginCatalog plugins)
    {
        _store = store;
        _options = options;
        Plugins = plugins;
        _rules = new RuleLibrary(plugins.Auditors, plugins.Evaluators, options.RulePaths, options.RuleDocuments, new ItemTypeCheck(plugins).FindFault);
        _changes = new ChangeReader(plugins);
        _accounts = new AccountValidator(plugins);
    }

    /// <summary>Account types, item types and auditors.</summary>
    public PluginCatalog Plugins { get; }

    /// <summary>Where the store is.</summary>
    public string StoreLocation => _store.Location;

    /// <summary>What a person should know about the store.</summary>
    public IReadOnlyList<string> Warnings => _store.Warnings;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _options.Time;

    /// <summary>Opens an engine; the store is made on first use.</summary>
    /// <exception cref="SecurityMonkeyException">The store cannot be opened, or a plug-in is broken.</exception>
    public static async Task<MonkeyEngine> OpenAsync(EngineOptions options, CancellationToken cancellationToken)
    {
        var plugins = new PluginCatalog(options.Plugins, options.WatcherPaths);
        var store = await SqliteStoreFactory.OpenAsync(options.StorePath, options.Time, cancellationToken).ConfigureAwait(false);
        return new MonkeyEngine(store, options, plugins);
    }

    /// <summary>What is in the store.</summary>
    public Task<StoreInfo> GetStoreInfoAsync(CancellationToken cancellationToken) => _store.GetInfoAsync(cancellationToken);

    /// <summary>Checks the store's hashes and chains.</summary>
    public Task<StoreCheck> CheckStoreAsync(CancellationToken cancellationToken) => _store.CheckAsync(cancellationToken);

    /// <summary>The accounts, by name.</summary>
    public Task<IReadOnlyList<Account>> GetAccountsAsync(CancellationToken cancellationToken) => _store.Accounts.GetAllAsync(cancellationToken);

    /// <summary>An account as it would be stored.</summary>
    /// <exception cref="SecurityMonkeyException">Something is missing or wrong.</exception>
    public Account ValidateAccount(Account account) => _accounts.Validate(account);

    /// <summary>Adds an account.</summary>
    /// <exception cref="SecurityMonkeyException">Something is missing or wrong, or name or identifier are taken.</exception>
    public Task<Account> AddAccountAsync(Account account, CancellationToken cancellationToken)
        => _store.Accounts.AddAsync(_accounts.Validate(account), cancellationToken);

    /// <summary>Finds out identifier and name of an account where they are not given.</summary>
    /// <exception cref="SecurityMonkeyException">The provider could not be asked.</exception>
    public Task<Account> IdentifyAccountAsync(Account account, IRunListener listener, CancellationToken cancellationToken)
        => new AccountFinder(Plugins, Time).IdentifyAsync(account, listener, cancellationToken);

    /// <summary>Lists the accounts that an account knows of: those of an organisation, the subscriptions of a tenant.</summary>
    /// <exception cref="SecurityMonkeyException">It knows of none, or they could not be listed.</exception>
    public IAsyncEnumerable<Account> ListAccountsAsync(Account source, IRunListener listener, CancellationToken cancellationToken)
        => new AccountFinder(Plugins, Time).ListAsync(source, listener, cancellationToken);

    /// <summary>Tries what an account lets its watchers read.</summary>
    /// <param name="account">The account.</param>
    /// <param name="itemTypes">The item types to try.</param>
    /// <param name="regions">The regions to choose from; one is tried.</param>
    /// <param name="throttleLimit">How many are tried at the same time.</param>
    /// <param name="listener">Hears how it goes.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public IAsyncEnumerable<AccountTest> TestAccountAsync(
        Account account, TextFilter itemTypes, TextFilter regions, int throttleLimit, IRunListener listener, CancellationToken cancellationToken)
        => new AccountTester(Plugins, Time).TestAsync(account, itemTypes, regions, throttleLimit, listener, cancellationToken);

    /// <summary>What an identity must be allowed so that item types can be collected.</summary>
    public IEnumerable<AccessPolicy> CreateAccessPolicies(TextFilter accountTypes, TextFilter itemTypes)
        => AccessPolicies.Create(Plugins, accountTypes, itemTypes);

    /// <summary>Changes an account.</summary>
    /// <exception cref="SecurityMonkeyException">Something is missing or wrong, or name or identifier are taken.</exception>
    public Task<Account> UpdateAccountAsync(Account account, CancellationToken cancellationToken)
        => _store.Accounts.UpdateAsync(_accounts.Validate(account), cancellationToken);

    /// <summary>Removes an account; its history stays.</summary>
    public Task RemoveAccountAsync(Account account, CancellationToken cancellationToken) => _store.Accounts.RemoveAsync(account, cancellationToken);

    /// <summary>Collects accounts, and hands out each unit's changes when it is done.</summary>
    public IAsyncEnumerable<ChangeSet> WatchAsync(WatchRequest request, IRunListener listener, CancellationToken cancellationToken)
        => new WatchRunner(_store, Plugins, Time).RunAsync(request, listener, cancellationToken);

    /// <summary>Prepares a run of audits of stored items: reads the rules and how they are tuned.</summary>
    /// <exception cref="SecurityMonkeyException"><c>BaselineNotFound</c>: there is no such baseline.</exception>
    public async Task<AuditRun> PrepareAuditAsync(AuditOptions options, CancellationToken cancellationToken)
    {
        await _store.Runs.MarkInterruptedAsync(cancellationToken).ConfigureAwait(false);
        var tuning = new RuleTuning(await _store.RuleSettings.GetAllAsync(cancellationToken).ConfigureAwait(false));
        var catalog = _rules.Load();
        var (baseline, baselineProblems) = await FindBaselineAsync(options.Baseline, catalog, cancellationToken).ConfigureAwait(false);
        var (serviceAccounts, accountProblems) = ReadServiceAccounts();
        return new AuditRun(_store, catalog, tuning, baseline, options, Time)
        {
            ServiceAccounts = serviceAccounts,
            OtherProblems = [.. baselineProblems, .. accountProblems],
        };
    }

    /// <summary>The baselines there are, with the rules that belong to them, and what is wrong with baseline documents.</summary>
    /// <param name="pinned">Baselines with a pin that are wanted as well, such as <c>cis-aws-5.0@2026-11</c>; the store's own is there in any case.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SecurityMonkeyException">There is no such baseline, or its pin is none.</exception>
    public async Task<(IReadOnlyList<RuleBaseline> Baselines, IReadOnlyList<DocumentProblem> Problems)> GetBaselinesAsync(
        IEnumerable<string> pinned, CancellationToken cancellationToken)
    {
        var rules = _rules.Load().Rules.Select(rule => rule.Rule).ToArray();
        var library = new BaselineLibrary(_options.BaselinePaths, rules);
        var own = await _store.RuleSettings.GetBaselineAsync(cancellationToken).ConfigureAwait(false);
        return (BaselineView.Show(library, rules, pinned, own), library.Problems);
    }

    /// <summary>Sets the baseline that counts where none is named.</summary>
    /// <param name="name">Its name, perhaps with a pin; null takes it away.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SecurityMonkeyException">There is no such baseline, or its pin is none.</exception>
    public async Task SetBaselineAsync(string? name, CancellationToken cancellationToken)
    {
        var known = name is null ? null : new BaselineLibrary(_options.BaselinePaths, [.. _rules.Load().Rules.Select(rule => rule.Rule)]).Find(name);
        await _store.RuleSettings.SetBaselineAsync(known?.Definition.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is wrong with documents of accounts that providers use for their own services.</summary>
    public IReadOnlyList<DocumentProblem> KnownAccountProblems => ReadServiceAccounts().Problems;

    /// <summary>What was collected and evaluated, when, and what is missing and why.</summary>
    /// <param name="byRule">Whether each rule has a row of its own.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IReadOnlyList<Coverage>> GetCoverageAsync(bool byRule, CancellationToken cancellationToken)
        => new CoverageReader(_store).ReadAsync(byRule, cancellationToken);

    /// <summary>How many accounts of providers' own services some documents name.</summary>
    /// <param name="files">The documents.</param>
    public int CountKnownAccounts(IReadOnlyList<string> files) => new ServiceAccountParser(Plugins).Read(files).Accounts.Count;

    /// <summary>The networks that are known, by block.</summary>
    public Task<IReadOnlyList<KnownNetwork>> GetNetworksAsync(CancellationToken cancellationToken) => _store.Networks.GetAllAsync(cancellationToken);

    /// <summary>A network as it would be stored.</summary>
    /// <exception cref="SecurityMonkeyException"><c>NetworkInvalid</c>: its block is none.</exception>
    public static KnownNetwork ValidateNetwork(KnownNetwork network) => network with { Cidr = NetworkBlock.Normalize(network.Cidr) };

    /// <summary>Adds networks, or replaces those with the same block.</summary>
    /// <exception cref="SecurityMonkeyException"><c>NetworkInvalid</c>: a block is none; then nothing is written.</exception>
    public Task SetNetworksAsync(IReadOnlyList<KnownNetwork> networks, CancellationToken cancellationToken)
        => _store.Networks.SetAsync([.. networks.Select(ValidateNetwork)], cancellationToken);

    /// <summary>Removes a network.</summary>
    public Task RemoveNetworkAsync(string cidr, CancellationToken cancellationToken) => _store.Networks.RemoveAsync(cidr, cancellationToken);

    /// <summary>The units that have been collected.</summary>
    public Task<IReadOnlyList<(Account Account, string ItemType)>> GetUnitsAsync(CancellationToken cancellationToken) => _store.Items.GetUnitsAsync(cancellationToken);

    /// <summary>Items.</summary>
    public IAsyncEnumerable<Item> GetItemsAsync(ItemQuery query, CancellationToken cancellationToken) => _store.Items.QueryAsync(query, cancellationToken);

    /// <summary>Revisions, oldest first for each item.</summary>
    public IAsyncEnumerable<Revision> GetRevisionsAsync(RevisionQuery query, CancellationToken cancellationToken)
        => _store.Items.QueryRevisionsAsync(query, cancellationToken);

    /// <summary>Changes with differences and deltas, oldest first.</summary>
    public async IAsyncEnumerable<Change> GetChangesAsync(
        ChangeQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (before, after) in _store.Items.QueryChangesAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return _changes.Compare(before, after);
        }
    }

    /// <summary>What is different between two revisions.</summary>
    /// <param name="before">The earlier one; null when there was none.</param>
    /// <param name="after">The later one.</param>
    public Change Compare(Revision? before, Revision after) => _changes.Compare(before, after);

    /// <summary>Issues, the highest score first.</summary>
    public IAsyncEnumerable<Issue> GetIssuesAsync(IssueQuery query, CancellationToken cancellationToken) => _store.Issues.QueryAsync(query, cancellationToken);

    /// <summary>What happened to an issue, oldest first.</summary>
    public Task<IReadOnlyList<IssueEvent>> GetIssueEventsAsync(long issueId, CancellationToken cancellationToken)
        => _store.Issues.GetEventsAsync(issueId, cancellationToken);

    /// <summary>Accepts an issue.</summary>
    public Task JustifyIssueAsync(long issueId, Justification justification, CancellationToken cancellationToken)
        => _store.Issues.JustifyAsync(issueId, justification, cancellationToken);

    /// <summary>Takes the acceptance of an issue back.</summary>
    public Task RevokeJustificationAsync(long issueId, string by, CancellationToken cancellationToken)
        => _store.Issues.RevokeJustificationAsync(issueId, by, cancellationToken);

    /// <summary>The ledger, newest first.</summary>
    public IAsyncEnumerable<Run> GetRunsAsync(RunQuery query, CancellationToken cancellationToken) => _store.Runs.QueryAsync(query, cancellationToken);

    /// <summary>The item types that were ever collected.</summary>
    public Task<IReadOnlyList<string>> GetCollectedItemTypesAsync(CancellationToken cancellationToken) => _store.Items.GetItemTypesAsync(cancellationToken);

    /// <summary>The regions that items were ever found in.</summary>
    public Task<IReadOnlyList<string>> GetCollectedRegionsAsync(CancellationToken cancellationToken) => _store.Items.GetRegionsAsync(cancellationToken);

    /// <summary>The rules as they are in force, and what is wrong with rule documents.</summary>
    /// <param name="account">For this account; null means as they are where no account has a setting of its own.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(IReadOnlyList<Rule> Rules, IReadOnlyList<DocumentProblem> Problems)> GetRulesAsync(string? account, CancellationToken cancellationToken)
    {
        var catalog = _rules.Load();
        var tuning = new RuleTuning(await _store.RuleSettings.GetAllAsync(cancellationToken).ConfigureAwait(false));
        return ([.. catalog.Rules.Select(rule => tuning.Apply(rule.Rule, account))], catalog.Problems);
    }

    /// <summary>The rules of a baseline as they are in force in it; those outside it come with them, and are told.</summary>
    /// <param name="account">For this account; null means as they are where no account has a setting of its own.</param>
    /// <param name="baseline">The baseline; null means the store's own, or all rules.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SecurityMonkeyException">There is no such baseline, or its pin is none.</exception>
    public async Task<(IReadOnlyList<Rule> Rules, IReadOnlySet<string> Outside, IReadOnlyList<DocumentProblem> Problems)> GetRulesAsync(
        string? account, string? baseline, CancellationToken cancellationToken)
    {
        var catalog = _rules.Load();
        var tuning = new RuleTuning(await _store.RuleSettings.GetAllAsync(cancellationToken).ConfigureAwait(false));
        var (chosen, _) = await FindBaselineAsync(baseline, catalog, cancellationToken).ConfigureAwait(false);
        return (
            [.. catalog.Rules.Select(rule => tuning.Apply(chosen?.Baseline.Apply(rule.Rule) ?? rule.Rule, account))],
            catalog.Rules.Where(rule => chosen?.Baseline.Includes(rule.Rule) is false).Select(rule => rule.Rule.Id).ToHashSet(StringComparer.OrdinalIgnoreCase),
            catalog.Problems);
    }

    /// <summary>What is wrong with the parameters of a setting; null where nothing is.</summary>
    public string? FindFault(RuleSetting setting) => RuleSettingCheck.FindFault(_rules.Load().Rules, setting);

    /// <summary>How rules are tuned.</summary>
    public Task<IReadOnlyList<RuleSetting>> GetRuleSettingsAsync(CancellationToken cancellationToken) => _store.RuleSettings.GetAllAsync(cancellationToken);

    /// <summary>Tunes a rule.</summary>
    public Task SetRuleAsync(RuleSetting setting, CancellationToken cancellationToken) => _store.RuleSettings.SetAsync(setting, cancellationToken);

    /// <summary>Takes a setting back.</summary>
    public Task ResetRuleAsync(string ruleId, string tag, string account, CancellationToken cancellationToken)
        => _store.RuleSettings.RemoveAsync(ruleId, tag, account, cancellationToken);

    /// <summary>Runs the inline examples of the catalogue's rule documents.</summary>
    /// <param name="ruleIds">The rules.</param>
    public (IReadOnlyList<RuleTestResult> Results, IReadOnlyList<DocumentProblem> Problems) TestRules(TextFilter ruleIds)
    {
        var catalog = _rules.Load();
        var documents = catalog.Rules.OfType<CatalogRule.FromDocument>().Where(rule => ruleIds.IsMatch(rule.Rule.Id)).Select(rule => rule.Document);
        return ([.. documents.SelectMany(document => RuleTester.Test(document, Time))], catalog.Problems);
    }

    /// <summary>Evaluates rules of the catalogue on what is stored, without recording anything.</summary>
    /// <param name="ruleIds">The rules.</param>
    /// <param name="accounts">Names of accounts.</param>
    /// <param name="since">From when on, for each revision; null means only on the items as they are.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public async IAsyncEnumerable<RuleTrial> TryRulesAsync(
        TextFilter ruleIds, TextFilter accounts, DateTimeOffset? since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rules = _rules.Load().Rules.Where(rule => ruleIds.IsMatch(rule.Rule.Id)).ToArray();
        await foreach (var trial in TryAsync(rules, accounts, since, cancellationToken).ConfigureAwait(false))
        {
            yield return trial;
        }
    }

    /// <summary>Evaluates rules of a file or folder on what is stored, without recording anything.</summary>
    public async IAsyncEnumerable<RuleTrial> TryRulesAsync(
        string path, TextFilter accounts, DateTimeOffset? since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (documents, _) = RuleCatalog.ReadPath(path, Plugins.Evaluators, new ItemTypeCheck(Plugins).FindFault);
        await foreach (var trial in TryAsync([.. documents.Select(document => new CatalogRule.FromDocument(document))], accounts, since, cancellationToken).ConfigureAwait(false))
        {
            yield return trial;
        }
    }

    /// <summary>The first lines of a rule document, and what is wrong with them.</summary>
    /// <exception cref="SecurityMonkeyException"><c>EvaluatorNotFound</c>: there is no such condition in code.</exception>
    public (string Text, IReadOnlyList<DocumentProblem> Problems) ScaffoldRule(
        string id, string title, IReadOnlyList<string> itemTypes, int score, string when, string? evaluator, string schema, string file)
    {
        var code = evaluator is null ? null : Plugins.GetEvaluator(evaluator);
        var sample = code is null
            ? null
            : _rules.Load().Rules.OfType<CatalogRule.FromDocument>().Select(rule => rule.Document)
                .FirstOrDefault(document => string.Equals(document.Condition.Evaluator?.Evaluator.Name, code.Name, StringComparison.Ordinal));
        var text = RuleScaffold.Write(id, title, itemTypes, score, when, code, sample, schema);
        return (text, RuleScaffold.Check(text, file, Plugins.Evaluators));
    }

    /// <summary>Runs the inline examples of the rule documents in a file or folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="plugins">The plug-ins, whose evaluators the rules can use.</param>
    /// <param name="time">The clock.</param>
    public static (IReadOnlyList<RuleTestResult> Results, IReadOnlyList<DocumentProblem> Problems) TestRules(string path, PluginCatalog plugins, TimeProvider time)
    {
        var (rules, problems) = RuleCatalog.ReadPath(path, plugins.Evaluators, new ItemTypeCheck(plugins).FindFault);
        return ([.. rules.SelectMany(rule => RuleTester.Test(rule, time))], problems);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private (IReadOnlyList<Account> Accounts, IReadOnlyList<DocumentProblem> Problems) ReadServiceAccounts()
        => new ServiceAccountParser(Plugins).Read(_options.ServiceAccountPaths);

    private async Task<(AuditBaseline? Baseline, IReadOnlyList<DocumentProblem> Problems)> FindBaselineAsync(
        string? name, RuleCatalog catalog, CancellationToken cancellationToken)
    {
        var own = await _store.RuleSettings.GetBaselineAsync(cancellationToken).ConfigureAwait(false);
        if ((name ?? own) is not { } wanted)
        {
            return (null, []);
        }

        var library = new BaselineLibrary(_options.BaselinePaths, [.. catalog.Rules.Select(rule => rule.Rule)]);
        try
        {
            return (new AuditBaseline(library.Find(wanted), string.Equals(wanted, own, StringComparison.OrdinalIgnoreCase)), library.Problems);
        }
        catch (SecurityMonkeyException exception) when (name is null)
        {
            throw new SecurityMonkeyException(
                exception.ErrorId, exception.Kind, $"{exception.Message} It is the store's own: choose another one with Set-SMBaseline, or take it away with Set-SMBaseline -Clear.", exception)
            {
                Target = wanted,
            };
        }
    }

    private async IAsyncEnumerable<RuleTrial> TryAsync(
        IReadOnlyList<CatalogRule> rules,
        TextFilter accounts,
        DateTimeOffset? since,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tuning = new RuleTuning(await _store.RuleSettings.GetAllAsync(cancellationToken).ConfigureAwait(false));
        var trials = new RuleBacktester(_store, Time, ReadServiceAccounts().Accounts).RunAsync(rules, tuning, accounts, since, cancellationToken);
        await foreach (var trial in trials.ConfigureAwait(false))
        {
            yield return trial;
        }
    }
}
