namespace SecurityMonkey.Engine.Rules;

/// <summary>Tries the parameters of a setting on the rules that it is for, before it is stored.</summary>
internal static class RuleSettingCheck
{
    /// <summary>What is wrong with the parameters; null where nothing is.</summary>
    /// <param name="rules">The rules there are.</param>
    /// <param name="setting">The setting.</param>
    public static string? FindFault(IReadOnlyList<CatalogRule> rules, RuleSetting setting)
    {
        var tuning = new RuleTuning([setting with { Account = "*" }]);
        foreach (var rule in rules.Where(rule => setting.Tag.Length > 0
            ? rule.Rule.Tags.Contains(setting.Tag, StringComparer.OrdinalIgnoreCase)
            : string.Equals(rule.Rule.Id, setting.RuleId, StringComparison.OrdinalIgnoreCase)))
        {
            // A setting for a tag is for rules of which not all have the parameter.
            var fault = setting.Parameters
                .Where(parameter => setting.Tag.Length == 0 || rule.Rule.Parameters.ContainsKey(parameter.Key))
                .Select(parameter => RuleParameters.FindFault(rule.Rule, parameter.Key, parameter.Value))
                .FirstOrDefault(fault => fault is not null) ?? FaultOfCode(rule, tuning);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    // A condition in code knows more of what it takes than the kind of value.
    private static string? FaultOfCode(CatalogRule rule, RuleTuning tuning)
    {
        if (rule is not CatalogRule.FromDocument { Document.Condition.Evaluator: { } use })
        {
            return null;
        }

        try
        {
            use.Create(tuning.Apply(rule.Rule, account: null).Parameters);
            return null;
        }
        catch (FormatException exception)
        {
            return $"Rule {rule.Rule.Id} cannot be tuned so: {exception.Message}";
        }
    }
}
