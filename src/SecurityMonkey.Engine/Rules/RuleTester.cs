using System.Globalization;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Runs the inline examples of rule documents.</summary>
internal static class RuleTester
{
    /// <summary>Runs the examples of a rule.</summary>
    public static IEnumerable<RuleTestResult> Test(RuleDocument document, TimeProvider time)
    {
        foreach (var example in document.Examples)
        {
            var (actual, message, count) = Run(document, example, time);
            var expected = example.IsFailExpected ? "fail" : "pass";
            var isCountRight = example.Findings is null || example.Findings == count;
            yield return new RuleTestResult
            {
                RuleId = document.Rule.Id,
                Example = example.Name,
                Expected = example.Findings is null ? expected : string.Create(CultureInfo.InvariantCulture, $"{expected} ({example.Findings})"),
                Actual = example.Findings is null ? actual : string.Create(CultureInfo.InvariantCulture, $"{actual} ({count})"),
                IsSuccess = string.Equals(actual, expected, StringComparison.Ordinal) && isCountRight,
                Message = message,
                Source = string.Create(CultureInfo.InvariantCulture, $"{document.File}:{example.Line}"),
            };
        }
    }

    private static (string Actual, string Message, int Count) Run(RuleDocument document, RuleExample example, TimeProvider time)
    {
        var parameters = document.Rule.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value, StringComparer.Ordinal);
        foreach (var (name, value) in example.Parameters)
        {
            parameters[name] = value;
        }

        try
        {
            var evaluator = new RuleEvaluator(document.Condition, parameters, time);
            var item = new JObject { ["account"] = "example", ["region"] = "example", ["name"] = example.Name, ["nativeId"] = "example" };
            var findings = evaluator.Evaluate(JmesExpression.ParseConfig(example.ConfigJson), item);
            return (findings.Count > 0 ? "fail" : "pass", string.Join("; ", findings.Select(finding => finding.Message)), findings.Count);
        }
        catch (InvalidOperationException exception)
        {
            return ("error", exception.Message, 0);
        }
    }
}
