using System.Globalization;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Runs the inline examples of rule documents.</summary>
internal static class RuleTester
{
    /// <summary>Runs the examples of a rule.</summary>
    public static IEnumerable<RuleTestResult> Test(RuleDocument document, TimeProvider time)
    {
        var rule = new CatalogRule.FromDocument(document);
        foreach (var example in document.Examples)
        {
            var (actual, message, count) = Run(rule, example, time);
            var isCountRight = example.Findings is null || example.Findings == count;
            yield return new RuleTestResult
            {
                RuleId = document.Rule.Id,
                Example = example.Name,
                Expected = example.Findings is null ? example.Expected : string.Create(CultureInfo.InvariantCulture, $"{example.Expected} ({example.Findings})"),
                Actual = example.Findings is null ? actual : string.Create(CultureInfo.InvariantCulture, $"{actual} ({count})"),
                IsSuccess = string.Equals(actual, example.Expected, StringComparison.Ordinal) && isCountRight,
                Message = message,
                Source = string.Create(CultureInfo.InvariantCulture, $"{document.File}:{example.Line}"),
            };
        }
    }

    /// <summary>What a rule finds in an example.</summary>
    /// <exception cref="RuleUnknownException">It cannot tell.</exception>
    public static IReadOnlyList<Finding> Find(CatalogRule.FromDocument rule, RuleExample example, TimeProvider time)
    {
        var parameters = rule.Rule.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value, StringComparer.Ordinal);
        foreach (var (name, value) in example.Parameters)
        {
            parameters[name] = value;
        }

        var surroundings = new AuditSurroundings(example.Now is null ? time : new FixedTime(example.Now.Value), example.Account)
        {
            Accounts = example.Accounts,
            Networks = example.Networks,
            Tables = rule.Rule.Lookups.ToDictionary(type => type, type => TableOf(example, type), StringComparer.Ordinal),
        };
        using var prepared = rule.Prepare(rule.Rule with { Parameters = parameters }, surroundings);
        return prepared.Evaluate(new AuditedItem(example.Item));
    }

    private static (string Actual, string Message, int Count) Run(CatalogRule.FromDocument rule, RuleExample example, TimeProvider time)
    {
        try
        {
            var findings = Find(rule, example, time);
            return (findings.Count > 0 ? "fail" : "pass", string.Join("; ", findings.Select(finding => finding.Message)), findings.Count);
        }
        catch (RuleUnknownException exception)
        {
            return ("unknown", exception.Message, 0);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // The boundary of rule and example: what a rule throws is how the example came out, and the others run.
            return ("error", exception.Message, 0);
        }
    }

    private static LookupTable TableOf(RuleExample example, string itemType)
        => new(
            itemType,
            example.Account.Name,
            example.Lookups.GetValueOrDefault(itemType)?.Value ?? [],
            example.Incomplete.Contains(itemType, StringComparer.Ordinal) ? [new LookupGap("", "The example says so.")] : [],
            []);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
