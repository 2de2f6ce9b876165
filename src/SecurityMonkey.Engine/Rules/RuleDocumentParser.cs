using System.Text.RegularExpressions;
using Newtonsoft.Json;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads rule documents, and says of each thing that is wrong where it is and what was expected.</summary>
internal sealed partial class RuleDocumentParser
{
    private const string ApiVersion = "securitymonkey/v1";
    private const string Kind = "Rule";

    private readonly string _file;
    private readonly List<DocumentProblem> _problems = [];

    private RuleDocumentParser(string file) => _file = file;

    /// <summary>Reads the rules of a file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <returns>The rules without fault, and what is wrong with the others.</returns>
    public static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) Parse(string text, string file)
    {
        var parser = new RuleDocumentParser(file);
        var rules = new List<RuleDocument>();
        foreach (var node in YamlFile.Parse(text, file, parser._problems))
        {
            var before = parser._problems.Count;
            var rule = parser.ReadDocument(node);
            if (parser._problems.Count == before)
            {
                rules.Add(rule);
            }
        }

        return (rules, parser._problems);
    }

    private RuleDocument ReadDocument(DocumentNode node)
    {
        var document = new DocumentReader(_file, "document", node, _problems);
        document.TakeOneOf("apiVersion", ApiVersion);
        document.TakeOneOf("kind", Kind);
        var metadata = document.TakeMap("metadata", isRequired: true);
        var spec = document.TakeMap("spec", isRequired: true);
        document.End();
        var rule = new Rule { Id = "", Title = "", ItemTypes = [], Score = 0, Source = _file };
        if (metadata is null || spec is null)
        {
            return new RuleDocument(rule, new RuleCondition([], "", "", "", []), [], _file, node.Line);
        }

        rule = ReadTexts(ReadMetadata(rule, metadata), spec);
        var condition = ReadCondition(spec, rule);
        var examples = ReadExamples(spec);
        spec.End();
        return new RuleDocument(rule, condition, examples, _file, node.Line);
    }

    private static Rule ReadMetadata(Rule rule, DocumentReader metadata)
    {
        var id = metadata.TakeScalar("id", isRequired: true);
        if (id is not null && !IdShape().IsMatch(id.Text))
        {
            metadata.Report(id, $"'{id.Text}' is not a rule id; expected capital letters, digits and hyphens, such as 'ACME-EC2-001'.");
        }

        var result = rule with
        {
            Id = id?.Text ?? "",
            Title = metadata.TakeText("title", isRequired: true),
            Tags = metadata.TakeTexts("tags"),
        };
        metadata.End();
        return result;
    }

    private static Rule ReadTexts(Rule rule, DocumentReader spec)
    {
        var itemTypes = spec.TakeTexts("itemTypes", isRequired: true);
        var score = spec.TakeInteger("score", SeverityScale.MinScore, SeverityScale.MaxScore, isRequired: true);
        var why = spec.TakeText("why");
        var fix = spec.TakeMap("fix");
        var fixText = fix?.TakeText("text") ?? "";
        var references = spec.TakeTexts("references");
        var controls = spec.TakeMap("controls");
        return rule with
        {
            ItemTypes = itemTypes,
            Score = score ?? SeverityScale.MinScore,
            Why = why,
            Fix = fixText,
            FixCommands = fix?.TakeRest().ToDictionary(entry => entry.Key.Text, entry => fix.TakeText(entry.Key.Text), StringComparer.Ordinal) ?? [],
            References = references,
            Controls = controls?.TakeRest().ToDictionary(entry => entry.Key.Text, entry => controls.TakeTexts(entry.Key.Text), StringComparer.Ordinal) ?? [],
            Parameters = ReadParameters(spec),
        };
    }

    private static Dictionary<string, string> ReadParameters(DocumentReader reader)
        => reader.TakeMap("parameters")?.TakeRest().ToDictionary(
            entry => entry.Key.Text, entry => entry.Value.ToJson().ToString(Formatting.None), StringComparer.Ordinal) ?? [];

    private static RuleCondition ReadCondition(DocumentReader spec, Rule rule)
    {
        var functions = new RuleFunctions(TimeProvider.System);
        var forEach = spec.TakeScalars("forEach").Select(path => ReadPath(spec, path)).OfType<PathPattern>().ToArray();
        var when = spec.TakeScalar("when", isRequired: true);
        var message = spec.TakeScalar("message");
        var discriminator = spec.TakeScalar("discriminator");
        var evidence = spec.TakeScalars("evidence");
        Check(spec, when, text => JmesExpression.Compile(text, functions));
        Check(spec, message, text => MessageTemplate.Compile(text, functions));
        Check(spec, discriminator, text => MessageTemplate.Compile(text, functions));
        foreach (var expression in evidence)
        {
            Check(spec, expression, text => JmesExpression.Compile(text, functions));
        }

        if (forEach.Length > 0 && discriminator is null && when is not null)
        {
            spec.Report(when, "'discriminator' is missing: a rule with 'forEach' can find several things on one item and must say what tells them apart.");
        }

        CheckParameters(spec, rule, [when, message, discriminator, .. evidence]);
        return new RuleCondition(
            forEach, when?.Text ?? "", message?.Text ?? EscapeBraces(rule.Title), discriminator?.Text ?? "", [.. evidence.Select(expression => expression.Text)]);
    }

    private static string EscapeBraces(string text)
        => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static PathPattern? ReadPath(DocumentReader spec, DocumentNode.Scalar path)
    {
        try
        {
            return PathPattern.Parse(path.Text);
        }
        catch (FormatException exception)
        {
            spec.Report(path, $"'forEach' has a path that cannot be read. {exception.Message}");
            return null;
        }
    }

    private static void Check(DocumentReader spec, DocumentNode.Scalar? node, Action<string> compile)
    {
        if (node is null)
        {
            return;
        }

        try
        {
            compile(node.Text);
        }
        catch (FormatException exception)
        {
            spec.Report(node, exception.Data["offset"] as int? ?? 0, exception.Message);
        }
    }

    private static void CheckParameters(DocumentReader spec, Rule rule, IEnumerable<DocumentNode.Scalar?> expressions)
    {
        foreach (var expression in expressions.OfType<DocumentNode.Scalar>())
        {
            foreach (var name in ParameterUse().Matches(expression.Text).Select(match => match.Groups["name"].Value).Where(name => !rule.Parameters.ContainsKey(name)))
            {
                var known = rule.Parameters.Count == 0 ? "it has no parameters" : $"known are: {string.Join(", ", rule.Parameters.Keys)}";
                spec.Report(expression, $"'{name}' is not a parameter of this rule; {known}.");
            }
        }
    }

    private static IReadOnlyList<RuleExample> ReadExamples(DocumentReader spec)
    {
        var examples = new List<RuleExample>();
        foreach (var (example, node) in spec.TakeMaps("examples"))
        {
            var config = example.Take("config", isRequired: true);
            var findings = example.TakeInteger("findings", 0, int.MaxValue);
            examples.Add(new RuleExample(
                example.TakeText("name", isRequired: true),
                config?.ToJson().ToString(Formatting.None) ?? "{}",
                ReadParameters(example),
                string.Equals(example.TakeOneOf("expect", "pass", "fail"), "fail", StringComparison.Ordinal),
                findings,
                node.Line));
            example.End();
        }

        return examples;
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]*(-[A-Z0-9]+)+\z")]
    private static partial Regex IdShape();

    [GeneratedRegex(@"\bparam\(\s*'(?<name>[^']*)'\s*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterUse();
}
