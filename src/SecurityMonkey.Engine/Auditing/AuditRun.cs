using System.Runtime.CompilerServices;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>
/// One run of audits. Units are given to it as they come, for example as change sets arrive on a pipeline; it is entered in the
/// ledger when the first one is audited. Disposing without <see cref="EndAsync"/> means that it was cancelled.
/// </summary>
public sealed class AuditRun : IAsyncDisposable
{
    private readonly IStore _store;
    private readonly RuleCatalog _catalog;
    private readonly RuleTuning _tuning;
    private readonly AuditBaseline? _baseline;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly SurroundingsLoader _loader;
    private readonly Dictionary<long, (Account Account, HashSet<string> ItemTypes)> _audited = [];
    private IRunLease? _lease;
    private RunStatus _status = RunStatus.Complete;

    internal AuditRun(
        IStore store, RuleCatalog catalog, RuleTuning tuning, AuditBaseline? baseline, AuditOptions options, TimeProvider time)
    {
        _store = store;
        _catalog = catalog;
        _tuning = tuning;
        _baseline = baseline;
        _options = options;
        _time = time;
        _loader = new SurroundingsLoader(store, time);
    }

    /// <summary>What is wrong with rule documents. Their rules are not evaluated, and their issues stay as they are.</summary>
    public IReadOnlyList<DocumentProblem> Problems => _catalog.Problems;

    /// <summary>What is wrong with other documents: the baselines, where one is used, and the accounts of providers' own services.</summary>
    public IReadOnlyList<DocumentProblem> OtherProblems { get; internal init; } = [];

    /// <summary>The name of the baseline, with its pin; empty where there is none.</summary>
    public string BaselineName => _baseline?.Baseline.Definition.Name ?? "";

    /// <summary>The rules that the baseline leaves out only because they are newer.</summary>
    public IReadOnlyList<string> NewerRuleIds
        => _baseline is null ? [] : [.. _catalog.Rules.Where(rule => _baseline.Baseline.LeavesOutAsNewer(rule.Rule)).Select(rule => rule.Rule.Id)];

    /// <summary>The ids of the rules there are.</summary>
    public IEnumerable<string> RuleIds => _catalog.Rules.Select(rule => rule.Rule.Id);

    /// <summary>The accounts of providers' own services, which are known beside those in the store.</summary>
    internal IReadOnlyList<Account> ServiceAccounts { get; init; } = [];

    /// <summary>Audits units one after the other, and hands out each one's report when it is done.</summary>
    /// <param name="units">Accounts with item types.</param>
    /// <param name="listener">Hears how it goes.</param>
    /// <param name="cancellationToken">Ends the audit; units that are done stay recorded.</param>
    public async IAsyncEnumerable<AuditReport> AuditAsync(
        IEnumerable<(Account Account, string ItemType)> units, IRunListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (account, itemType) in units)
        {
            if (!_audited.TryGetValue(account.Id, out var audited))
            {
                _audited.Add(account.Id, audited = (account, new HashSet<string>(StringComparer.Ordinal)));
            }

            // Where none of the chosen rules looks at the item type, there is nothing to say, and nothing to enter in the ledger.
            audited.ItemTypes.Add(itemType);
            if (GetRules(account, itemType) is { IsWanted: true } rules)
            {
                yield return await AuditAsync(account, itemType, rules, listener, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Audits the units whose rules look at item types that were audited in this run, where something they depend on changed since they
    /// were audited themselves: items that came later in the run, or of units that are not in it.
    /// </summary>
    /// <param name="listener">Hears how it goes.</param>
    /// <param name="cancellationToken">Ends the audit; units that are done stay recorded.</param>
    public async IAsyncEnumerable<AuditReport> AuditDependentsAsync(IRunListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_audited.Count == 0 || !_catalog.Rules.Any(rule => rule.Rule.Lookups.Count > 0))
        {
            yield break;
        }

        var knowledge = await GetKnowledgeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (account, itemType) in await _store.Items.GetUnitsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_audited.TryGetValue(account.Id, out var audited))
            {
                continue;
            }

            // Where nothing is recorded, a unit that was audited looks as if it had not been.
            if (_options.IsWhatIf && audited.ItemTypes.Contains(itemType))
            {
                continue;
            }

            var rules = GetRules(account, itemType);
            var auditor = new UnitAuditor(_store, _loader, _time, listener);
            if (rules.Lookups.Any(audited.ItemTypes.Contains)
                && await auditor.HasChangedAsync(account, itemType, rules, knowledge, cancellationToken).ConfigureAwait(false))
            {
                yield return await AuditAsync(account, itemType, rules, listener, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the run.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_lease is not null)
        {
            await _lease.EndAsync(_status, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _loader.Forget();
        if (_lease is not null)
        {
            await _lease.DisposeAsync().ConfigureAwait(false);
            _lease = null;
        }
    }

    private RuleSet GetRules(Account account, string itemType) => new(_catalog, _tuning, _options.Rule, account.Name, itemType, _baseline?.Baseline, _baseline?.IsScope is true);

    // Read for each unit: a network that is added while a long run is under way counts from then on.
    private async Task<Knowledge> GetKnowledgeAsync(CancellationToken cancellationToken)
        => new(
            [.. await _store.Accounts.GetAllAsync(cancellationToken).ConfigureAwait(false), .. ServiceAccounts],
            await _store.Networks.GetAllAsync(cancellationToken).ConfigureAwait(false));

    private async Task<AuditReport> AuditAsync(
        Account account, string itemType, RuleSet rules, IRunListener listener, CancellationToken cancellationToken)
    {
        var report = await AuditUnitAsync(account, itemType, rules, listener, cancellationToken).ConfigureAwait(false);
        _status = report.Status == RunStatus.Complete ? _status : RunStatus.Partial;
        return report;
    }

    private async Task<AuditReport> AuditUnitAsync(
        Account account, string itemType, RuleSet rules, IRunListener listener, CancellationToken cancellationToken)
    {
        var knowledge = await GetKnowledgeAsync(cancellationToken).ConfigureAwait(false);
        var auditor = new UnitAuditor(_store, _loader, _time, listener);
        if (_options.IsWhatIf)
        {
            return await auditor.RunAsync(lease: null, unitId: 0, account, itemType, rules, knowledge, _options.IsFull, cancellationToken).ConfigureAwait(false);
        }

        _lease ??= await _store.Runs.BeginAsync(RunKind.Audit, cancellationToken).ConfigureAwait(false);
        var unitId = (await _lease.PlanUnitsAsync(account, [itemType], cancellationToken).ConfigureAwait(false))[0];
        return await _lease.TryStartUnitAsync(unitId, cancellationToken).ConfigureAwait(false)
            ? await auditor.RunAsync(_lease, unitId, account, itemType, rules, knowledge, _options.IsFull, cancellationToken).ConfigureAwait(false)
            : Skipped(_lease.RunId, account, itemType);
    }

    private AuditReport Skipped(long runId, Account account, string itemType) => new()
    {
        RunId = runId,
        Account = account.Name,
        AccountType = account.Type,
        ItemType = itemType,
        Status = RunStatus.Skipped,
        Errors =
        [
            new AuditError("", 0, "", $"Another run is auditing {itemType} of account '{account.Name}'. See Get-SMRun -Status Running; try again when it has finished."),
        ],
        StartedAt = _time.GetUtcNow(),
        Duration = TimeSpan.Zero,
    };
}
