using SecurityMonkey.Engine.Storage;

namespace SecurityMonkey.Engine.Auditing;

/// <summary>Puts together what was collected, what was evaluated, and what is missing.</summary>
internal sealed class CoverageReader(IStore store)
{
    private const string Any = "*";

    // The same reason on ten thousand items is said once, and of many reasons the first ones.
    private const int MostReasons = 10;

    /// <summary>Reads the coverage.</summary>
    /// <param name="byRule">Whether each rule has a row of its own.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<Coverage>> ReadAsync(bool byRule, CancellationToken cancellationToken)
    {
        var units = await store.Coverage.GetUnitsAsync(cancellationToken).ConfigureAwait(false);
        var regions = (await store.Coverage.GetRegionsAsync(cancellationToken).ConfigureAwait(false)).ToLookup(row => (row.AccountId, row.ItemType));
        var rules = (await store.Coverage.GetRulesAsync(cancellationToken).ConfigureAwait(false)).ToLookup(row => (row.AccountId, row.ItemType));
        var gaps = (await store.Coverage.GetGapsAsync(cancellationToken).ConfigureAwait(false)).ToLookup(row => (row.AccountId, row.ItemType, row.Region));
        var known = regions.SelectMany(group => group).Select(row => row.Region).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from unit in units
               let key = (unit.AccountId, unit.ItemType)
               from region in RegionsOf(unit, [.. regions[key]], known)
               from row in RowsOf(unit, region, [.. rules[key]], [.. gaps[(unit.AccountId, unit.ItemType, region.Region)]], known, byRule)
               select row,
        ];
    }

    private static IEnumerable<RegionCoverage> RegionsOf(UnitCoverage unit, IReadOnlyList<RegionCoverage> regions, HashSet<string> known)
    {
        var rows = regions.ToList();
        foreach (var name in unit.Failures.Select(failure => RegionOf(failure.Scope, known)).Distinct(StringComparer.Ordinal))
        {
            // What concerns the whole account is said in every region, and on its own only where there is none.
            if (!rows.Any(row => string.Equals(row.Region, name, StringComparison.Ordinal)) && (name != Any || regions.Count == 0))
            {
                rows.Add(new RegionCoverage(unit.AccountId, unit.ItemType, name, 0, CollectedAt: null));
            }
        }

        if (rows.Count == 0)
        {
            rows.Add(new RegionCoverage(unit.AccountId, unit.ItemType, Any, 0, unit.LastComplete));
        }

        return rows.OrderBy(row => row.Region, StringComparer.Ordinal);
    }

    private static IEnumerable<Coverage> RowsOf(
        UnitCoverage unit, RegionCoverage region, IReadOnlyList<RuleCoverage> rules, IReadOnlyList<GapCoverage> gaps, HashSet<string> known, bool byRule)
    {
        // What could not be read of the account as a whole is missing in every region. Parts of items matter to some rules only, which say so.
        var failures = unit.Failures
            .Where(failure => RegionOf(failure.Scope, known) is var name && (name == Any || string.Equals(name, region.Region, StringComparison.Ordinal)))
            .Where(failure => !byRule || !failure.Scope.Split('/').Contains("*", StringComparer.Ordinal))
            .Select(failure => $"Not collected{(failure.Scope.Length == 0 ? "" : $" ({failure.Scope})")}: {failure.Message}")
            .ToArray();
        var row = new Coverage
        {
            Account = unit.Account,
            AccountType = unit.AccountType,
            ItemType = unit.ItemType,
            Region = region.Region,
            RuleId = Any,
            Collection = unit.Status,
            CollectedAt = region.CollectedAt,
            EvaluatedAt = unit.LastAudit,
            Items = region.Items,
        };
        if (byRule && rules.Count > 0)
        {
            foreach (var rule in rules)
            {
                yield return Fill(row with { RuleId = rule.RuleId }, [rule], [.. gaps.Where(gap => string.Equals(gap.RuleId, rule.RuleId, StringComparison.Ordinal))], failures);
            }
        }
        else
        {
            yield return Fill(row, rules, gaps, failures);
        }
    }

    private static Coverage Fill(Coverage row, IReadOnlyList<RuleCoverage> rules, IReadOnlyList<GapCoverage> gaps, IReadOnlyList<string> failures)
    {
        var reasons = gaps
            .GroupBy(gap => (gap.Kind, gap.Reason))
            .Select(group => $"{(group.Key.Kind == AuditGapKind.Unknown ? "Unknown" : "Failed")} ({Rules(group)}; {group.Sum(gap => gap.Count)} answers): {group.Key.Reason}")
            .ToArray();
        var missing = failures.Concat(reasons.Take(MostReasons)).ToList();
        if (reasons.Length > MostReasons)
        {
            missing.Add($"... and {reasons.Length - MostReasons} other reasons.");
        }

        if (row.EvaluatedAt is null && row.Items > 0)
        {
            missing.Add("Never evaluated: Invoke-SMAudit does that.");
        }

        return row with
        {
            EvaluatedAt = rules.Count == 0 ? row.EvaluatedAt : rules.Min(rule => rule.EvaluatedAt),
            Rules = rules.Count,
            Unknown = gaps.Where(gap => gap.Kind == AuditGapKind.Unknown).Sum(gap => gap.Count),
            Errors = gaps.Where(gap => gap.Kind == AuditGapKind.Error).Sum(gap => gap.Count),
            Missing = missing,
        };
    }

    private static string Rules(IEnumerable<GapCoverage> gaps)
    {
        var ids = gaps.Select(gap => gap.RuleId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return ids.Length <= 3 ? string.Join(", ", ids) : $"{ids[0]} and {ids.Length - 1} other rules";
    }

    private static string RegionOf(string scope, HashSet<string> known)
    {
        var end = scope.IndexOf('/', StringComparison.Ordinal);
        var first = end < 0 ? scope : scope[..end];
        return first.Length == 0 || first == Any ? Any : known.Contains(first) || end < 0 ? first : Any;
    }
}
