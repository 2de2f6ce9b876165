using System.Text.RegularExpressions;
using Newtonsoft.Json;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads rule documents, and says of each thing that is wrong where it is and what was expected.</summary>
internal sealed partial class RuleDocumentParser
{
    private const string ApiVersion = "securitymonkey/v1";
    private const string Kind = "Rule";

    private readonly string _file;
    private readonly IReadOnlyDictionary<string, IRuleEvaluator> _evaluators;
    private readonly List<DocumentProblem> _problems = [];
    private bool _hasEvaluator;
    private IReadOnlyList<DocumentNode.Scalar> _itemTypes = [];

    private RuleDocumentParser(string file, IReadOnlyDictionary<string, IRuleEvaluator> evaluators)
    {
        _file = file;
        _evaluators = evaluators;
    }

    /// <summary>Reads the rules of a file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="evaluators">The conditions in code that there are, by name; null means none.</param>
    /// <returns>The rules without fault, and what is wrong with the others.</returns>
    public static (IReadOnlyList<RuleDocument> Rules, IReadOnlyList<DocumentProblem> Problems) Parse(
        string text, string file, IReadOnlyDictionary<string, IRuleEvaluator>? evaluators = null)
    {
        var parser = new RuleDocumentParser(file, evaluators ?? new Dictionary<string, IRuleEvaluator>());
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
        if (condition.Evaluator is { } use)
        {
            rule = rule with { Lookups = [.. rule.Lookups.Union(use.Evaluator.Lookups, StringComparer.Ordinal)] };
        }

        var examples = RuleExampleParser.Read(spec, rule);
        spec.End();
        rule = rule with { Condition = ConditionText.Write(condition), Examples = [.. examples.Select(example => $"{example.Expected}: {example.Name}")] };
        return new RuleDocument(rule, condition with { Fingerprint = new Lazy<string>(() => FingerprintOf(node)) }, examples, _file, node.Line) { ItemTypes = _itemTypes };
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
            Origin = metadata.TakeTexts("origin"),
            Since = RuleDay.Take(metadata, "since"),
        };
        metadata.End();
        return result;
    }

    private Rule ReadTexts(Rule rule, DocumentReader spec)
    {
        var itemTypes = spec.TakeScalars("itemTypes", isRequired: true);
        var score = spec.TakeInteger("score", SeverityScale.MinScore, SeverityScale.MaxScore, isRequired: true);
        var why = spec.TakeText("why");
        var fix = spec.TakeMap("fix");
        var fixText = fix?.TakeText("text") ?? "";
        var references = spec.TakeTexts("references");
        var controls = spec.TakeMap("controls");
        var parameters = ReadParameters(spec);
        var lookups = spec.TakeScalars("lookups");
        _itemTypes = [.. itemTypes, .. lookups];
        return rule with
        {
            ItemTypes = [.. itemTypes.Select(type => type.Text)],
            Score = score ?? SeverityScale.MinScore,
            Why = why,
            Fix = fixText,
            FixCommands = fix?.TakeRest().ToDictionary(entry => entry.Key.Text, entry => fix.TakeText(entry.Key.Text), StringComparer.Ordinal) ?? [],
            References = references,
            Controls = controls?.TakeRest().ToDictionary(entry => entry.Key.Text, entry => controls.TakeTexts(entry.Key.Text), StringComparer.Ordinal) ?? [],
            Parameters = parameters,
            Lookups = [.. lookups.Select(type => type.Text)],
        };
    }

    internal static Dictionary<string, string> ReadParameters(DocumentReader reader)
        => reader.TakeMap("parameters")?.TakeRest().ToDictionary(
            entry => entry.Key.Text, entry => entry.Value.ToJson().ToString(Formatting.None), StringComparer.Ordinal) ?? [];

    private RuleCondition ReadCondition(DocumentReader spec, Rule rule)
    {
        var functions = new RuleFunctions(TimeProvider.System);
        var evaluator = ReadEvaluator(spec, rule);
        var forEach = spec.TakeScalars("forEach").Select(path => ReadPath(spec, path)).OfType<PathPattern>().ToArray();
        var when = spec.TakeScalar("when", isRequired: !_hasEvaluator);
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

        if (_hasEvaluator && (when ?? discriminator ?? (evidence.Count > 0 ? evidence[0] : null)) is { } extra)
        {
            spec.Report(extra, "With 'evaluator', 'when', 'forEach', 'discriminator' and 'evidence' mean nothing: the evaluator says it all.");
        }

        if (forEach.Length > 0 && discriminator is null && when is not null)
        {
            spec.Report(when, "'discriminator' is missing: a rule with 'forEach' can find several things on one item and must say what tells them apart.");
        }

        CheckParameters(spec, rule, [when, message, discriminator, .. evidence]);
        CheckLookups(spec, rule, [when, message, discriminator, .. evidence]);
        return new RuleCondition(
            forEach, when?.Text ?? "", message?.Text ?? EscapeBraces(rule.Title), discriminator?.Text ?? "", [.. evidence.Select(expression => expression.Text)])
        {
            Requires = spec.TakeTexts("requires"),
            Evaluator = evaluator,
            Reads = ReadsOf(forEach, [when, .. evidence], [message, discriminator], functions),
        };
    }

    // Examples are left out: they do not change what the rule says.
    private static string FingerprintOf(DocumentNode node)
    {
        var map = (DocumentNode.Map)node;
        return (map with
        {
            Members = [.. map.Members.Select(member => member is { Key.Text: "spec", Value: DocumentNode.Map spec }
                ? (member.Key, spec with { Members = [.. spec.Members.Where(part => part.Key.Text != "examples")] })
                : member)],
        }).ToJson().ToString(Formatting.None);
    }

    private static ExpressionReads ReadsOf(
        PathPattern[] forEach, IEnumerable<DocumentNode.Scalar?> expressions, IEnumerable<DocumentNode.Scalar?> templates, RuleFunctions functions)
    {
        try
        {
            var texts = templates.OfType<DocumentNode.Scalar>().SelectMany(template => MessageTemplate.Compile(template.Text, functions).Expressions);
            return ExpressionReads.Of([.. expressions.OfType<DocumentNode.Scalar>().Select(expression => expression.Text), .. texts], forEach);
        }
        catch (FormatException)
        {
            // That the template is wrong was noted already, and the rule is left out.
            return ExpressionReads.None;
        }
    }

    private EvaluatorUse? ReadEvaluator(DocumentReader spec, Rule rule)
    {
        var reader = spec.TakeMap("evaluator");
        _hasEvaluator = reader is not null;
        if (reader is null)
        {
            return null;
        }

        var name = reader.TakeScalar("name", isRequired: true);
        var arguments = reader.TakeMap("with");
        reader.End();
        if (name is null || !_evaluators.TryGetValue(name.Text, out var evaluator))
        {
            if (name is not null)
            {
                spec.Report(name, $"There is no evaluator '{name.Text}'.{NearName.Hint(name.Text, _evaluators.Keys)} Known are: {string.Join(", ", _evaluators.Keys.Order(StringComparer.Ordinal))}.");
            }

            _ = arguments?.TakeRest().ToArray();
            return null;
        }

        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in arguments?.TakeRest() ?? [])
        {
            var known = evaluator.Arguments.Select(argument => argument.Name).ToArray();
            if (!known.Contains(key.Text, StringComparer.Ordinal))
            {
                spec.Report(key, $"'{key.Text}' is not an argument of '{name.Text}'.{NearName.Hint(key.Text, known)} Known are: {string.Join(", ", known)}.");
            }
            else if (rule.Parameters.ContainsKey(key.Text))
            {
                spec.Report(key, $"'{key.Text}' is a parameter of the rule, too; an argument is either fixed ('with') or a parameter.");
            }

            given[key.Text] = value.ToJson().ToString(Formatting.None);
        }

        var use = new EvaluatorUse(evaluator, given);
        try
        {
            use.Create(rule.Parameters);
        }
        catch (FormatException exception)
        {
            spec.Report(name, exception.Message);
        }

        return use;
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
                spec.Report(
                    expression,
                    expression.Text.IndexOf($"'{name}'", StringComparison.Ordinal),
                    $"'{name}' is not a parameter of this rule; {known}.{NearName.Hint(name, rule.Parameters.Keys)}");
            }
        }
    }

    private static void CheckLookups(DocumentReader spec, Rule rule, IEnumerable<DocumentNode.Scalar?> expressions)
    {
        foreach (var expression in expressions.OfType<DocumentNode.Scalar>())
        {
            foreach (var type in LookupUse().Matches(expression.Text).Select(match => match.Groups["type"].Value).Where(type => !rule.Lookups.Contains(type, StringComparer.Ordinal)))
            {
                spec.Report(
                    expression,
                    expression.Text.IndexOf($"'{type}'", StringComparison.Ordinal),
                    $"'{type}' is looked up but not declared; add it to 'lookups'.{NearName.Hint(type, rule.Lookups)}");
            }
        }
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]*(-[A-Z0-9]+)+\z")]
    private static partial Regex IdShape();

    [GeneratedRegex(@"\bparam\(\s*'(?<name>[^']*)'\s*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterUse();

    [GeneratedRegex(@"\blookup(_by|_by_id|_below|_above)?\(\s*'(?<type>[^']*)'\s*[,)]", RegexOptions.ExplicitCapture)]
    private static partial Regex LookupUse();
}
