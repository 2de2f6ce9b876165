using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads documents of the kind Baseline.</summary>
internal sealed partial class BaselineParser
{
    private readonly string _file;
    private readonly BaselineCheck? _check;
    private readonly ICollection<DocumentProblem> _problems;
    private readonly List<Action<BaselineCheck>> _checks = [];

    private BaselineParser(string file, BaselineCheck? check, ICollection<DocumentProblem> problems)
    {
        _file = file;
        _check = check;
        _problems = problems;
    }

    /// <summary>Reads the baselines of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it is from, for messages.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="check">Knows the rules; null leaves what baselines say of rules unchecked.</param>
    /// <returns>The baselines that can be used. One that names a rule which is not there is noted, and can be used without it.</returns>
    public static IReadOnlyList<(RuleBaseline Baseline, int Line)> Parse(
        string text, string file, ICollection<DocumentProblem> problems, BaselineCheck? check = null)
    {
        var parser = new BaselineParser(file, check, problems);
        var baselines = new List<(RuleBaseline, int)>();
        foreach (var node in YamlFile.Parse(text, file, problems))
        {
            var before = problems.Count;
            var baseline = parser.ReadDocument(node);
            if (problems.Count == before && baseline is not null)
            {
                baselines.Add((baseline, node.Line));
                parser.CheckRules();
            }

            parser._checks.Clear();
        }

        return baselines;
    }

    private RuleBaseline? ReadDocument(DocumentNode node)
    {
        var document = new DocumentReader(_file, "document", node, _problems);
        document.TakeOneOf("apiVersion", "securitymonkey/v1");
        document.TakeOneOf("kind", "Baseline");
        var metadata = document.TakeMap("metadata", isRequired: true);
        var spec = document.TakeMap("spec", isRequired: true);
        document.End();
        if (metadata is null || spec is null)
        {
            return null;
        }

        var name = metadata.TakeScalar("name", isRequired: true);
        if (name is not null && !NameShape().IsMatch(name.Text))
        {
            metadata.Report(name, $"'{name.Text}' cannot be the name of a baseline: it has letters, digits, dots, hyphens and underscores, such as acme-2026.");
        }

        var baseline = new RuleBaseline
        {
            Name = name?.Text ?? "",
            Title = metadata.TakeText("title", isRequired: true),
            Date = RuleDay.Take(metadata, "date", isRequired: true),
            Rules = TakeChecked(spec, "rules", (check, text) => check.FaultOfRule(text)),
            Controls = TakeChecked(spec, "controls", (check, text) => check.FaultOfControl(text)),
            Tags = TakeChecked(spec, "tags", (check, text) => check.FaultOfTag(text)),
            Except = TakeChecked(spec, "except", (check, text) => check.FaultOfRule(text)),
            Until = RuleDay.Take(spec, "until"),
            Settings = [.. spec.TakeMaps("settings").Select(entry => ReadSetting(entry.Reader))],
            Source = _file,
        };
        metadata.End();
        spec.End();
        if (baseline.Rules.Count + baseline.Controls.Count + baseline.Tags.Count == 0)
        {
            document.Report(node, "A baseline needs 'rules', 'controls' or 'tags' in 'spec': without them it is empty.");
        }

        return baseline;
    }

    private RuleSetting ReadSetting(DocumentReader reader)
    {
        var rule = reader.TakeScalar("rule", isRequired: true);
        Check(reader, rule, (check, text) => check.FaultOfRule(text));
        var enabled = reader.Take("enabled");
        if (enabled?.ToJson() is not (null or JValue { Value: bool }))
        {
            reader.Report(enabled, $"'enabled' is a {enabled.Kind}; true or false was expected.");
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in reader.TakeMap("parameters")?.TakeRest() ?? [])
        {
            var json = value.ToJson().ToString(Formatting.None);
            parameters.Add(key.Text, json);
            Check(reader, key, (check, text) => check.FaultOfParameter(rule?.Text ?? "", text, json));
        }

        var setting = new RuleSetting
        {
            RuleId = rule?.Text ?? "",
            IsEnabled = enabled?.ToJson() is JValue { Value: bool isEnabled } ? isEnabled : null,
            Score = reader.TakeInteger("score", SeverityScale.MinScore, SeverityScale.MaxScore),
            Parameters = parameters,
        };
        reader.End();
        return setting;
    }

    private IReadOnlyList<string> TakeChecked(DocumentReader reader, string key, Func<BaselineCheck, string, string?> findFault)
    {
        var scalars = reader.TakeScalars(key);
        foreach (var scalar in scalars)
        {
            Check(reader, scalar, findFault);
        }

        return [.. scalars.Select(scalar => scalar.Text)];
    }

    private void Check(DocumentReader reader, DocumentNode.Scalar? scalar, Func<BaselineCheck, string, string?> findFault)
    {
        if (scalar is not null)
        {
            _checks.Add(check =>
            {
                if (findFault(check, scalar.Text) is { } fault)
                {
                    reader.Report(scalar, fault);
                }
            });
        }
    }

    private void CheckRules()
    {
        if (_check is not null)
        {
            _checks.ForEach(check => check(_check));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex NameShape();
}
