namespace SecurityMonkey.Engine.Rules;

/// <summary>Shows baselines with the rules there are.</summary>
internal static class BaselineView
{
    /// <summary>The baselines of a library, and those with a pin that are wanted.</summary>
    /// <param name="library">The library.</param>
    /// <param name="rules">The rules there are.</param>
    /// <param name="pinned">Names with a pin.</param>
    /// <param name="own">The name of the store's own, perhaps with a pin; null where it has none.</param>
    /// <exception cref="SecurityMonkeyException">A name with a pin is none.</exception>
    public static IReadOnlyList<RuleBaseline> Show(BaselineLibrary library, IReadOnlyList<Rule> rules, IEnumerable<string> pinned, string? own)
    {
        var shown = library.Baselines.Concat(pinned.Select(library.Find))
            .DistinctBy(baseline => baseline.Definition.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(baseline => baseline.Definition.Name, StringComparer.OrdinalIgnoreCase);

        // The store's own may be of a document that is gone; then there is nothing to show of it.
        if (own is not null && !shown.ContainsKey(own) && library.Baselines.Any(baseline => own.StartsWith(baseline.Definition.Name + "@", StringComparison.OrdinalIgnoreCase)))
        {
            shown.Add(own, library.Find(own));
        }

        return
        [
            .. shown.Values.OrderBy(baseline => baseline.Definition.Name, StringComparer.OrdinalIgnoreCase).Select(baseline => baseline.Definition with
            {
                RuleIds = [.. rules.Where(baseline.Includes).Select(rule => rule.Id)],
                NewerRuleIds = [.. rules.Where(baseline.LeavesOutAsNewer).Select(rule => rule.Id)],
                IsDefault = string.Equals(baseline.Definition.Name, own, StringComparison.OrdinalIgnoreCase),
            }),
        ];
    }
}
