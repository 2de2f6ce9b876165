using System.Globalization;
using Newtonsoft.Json;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads documents of the kind Baseline.</summary>
internal static class BaselineParser
{
    /// <summary>Reads the baselines of files and folders.</summary>
    public static (IReadOnlyList<Baseline> Baselines, IReadOnlyList<DocumentProblem> Problems) Read(IEnumerable<string> paths)
    {
        var baselines = new Dictionary<string, Baseline>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<DocumentProblem>();
        foreach (var file in paths.SelectMany(DocumentFolder.FindFiles).DistinctBy(Path.GetFullPath, StringComparer.Ordinal))
        {
            foreach (var (baseline, line) in Parse(File.ReadAllText(file), file, problems))
            {
                if (!baselines.TryAdd(baseline.Name, new Baseline(baseline)))
                {
                    problems.Add(new DocumentProblem(
                        file, line, 1, $"The baseline '{baseline.Name}' is taken by {baselines[baseline.Name].Definition.Source}; this one is left out."));
                }
            }
        }

        return ([.. baselines.Values.OrderBy(baseline => baseline.Definition.Name, StringComparer.OrdinalIgnoreCase)], problems);
    }

    /// <summary>Reads the baselines of a text.</summary>
    public static IReadOnlyList<(RuleBaseline Baseline, int Line)> Parse(string text, string file, List<DocumentProblem> problems)
    {
        var baselines = new List<(RuleBaseline, int)>();
        foreach (var node in YamlFile.Parse(text, file, problems))
        {
            var before = problems.Count;
            var baseline = ReadDocument(node, file, problems);
            if (problems.Count == before && baseline is not null)
            {
                baselines.Add((baseline, node.Line));
            }
        }

        return baselines;
    }

    private static RuleBaseline? ReadDocument(DocumentNode node, string file, List<DocumentProblem> problems)
    {
        var document = new DocumentReader(file, "document", node, problems);
        document.TakeOneOf("apiVersion", "securitymonkey/v1");
        document.TakeOneOf("kind", "Baseline");
        var metadata = document.TakeMap("metadata", isRequired: true);
        var spec = document.TakeMap("spec", isRequired: true);
        document.End();
        if (metadata is null || spec is null)
        {
            return null;
        }

        var date = metadata.TakeScalar("date", isRequired: true);
        if (date is not null && !DateOnly.TryParseExact(date.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            metadata.Report(date, $"'{date.Text}' is not a day; write 2026-11-24.");
        }

        var baseline = new RuleBaseline
        {
            Name = metadata.TakeText("name", isRequired: true),
            Title = metadata.TakeText("title", isRequired: true),
            Date = date?.Text ?? "",
            Rules = spec.TakeTexts("rules"),
            Controls = spec.TakeTexts("controls"),
            Tags = spec.TakeTexts("tags"),
            Except = spec.TakeTexts("except"),
            Settings = [.. spec.TakeMaps("settings").Select(entry => ReadSetting(entry.Reader))],
            Source = file,
        };
        metadata.End();
        spec.End();
        if (baseline.Rules.Count + baseline.Controls.Count + baseline.Tags.Count == 0)
        {
            document.Report(node, "A baseline needs 'rules', 'controls' or 'tags' in 'spec': without them it is empty.");
        }

        return baseline;
    }

    private static RuleSetting ReadSetting(DocumentReader reader)
    {
        var enabled = reader.Take("enabled")?.ToJson();
        var setting = new RuleSetting
        {
            RuleId = reader.TakeText("rule", isRequired: true),
            IsEnabled = enabled is Newtonsoft.Json.Linq.JValue { Value: bool isEnabled } ? isEnabled : null,
            Score = reader.TakeInteger("score", SeverityScale.MinScore, SeverityScale.MaxScore),
            Parameters = reader.TakeMap("parameters")?.TakeRest().ToDictionary(
                entry => entry.Key.Text, entry => entry.Value.ToJson().ToString(Formatting.None), StringComparer.Ordinal) ?? [],
        };
        reader.End();
        return setting;
    }
}
