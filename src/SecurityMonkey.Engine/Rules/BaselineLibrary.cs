using SecurityMonkey.Engine.Documents;

namespace SecurityMonkey.Engine.Rules;

/// <summary>The baselines of documents, which are read anew for each use.</summary>
internal sealed class BaselineLibrary
{
    private const char PinMark = '@';

    private readonly Dictionary<string, Baseline> _baselines = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DocumentProblem> _problems = [];

    /// <summary>Reads.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="rules">The rules there are.</param>
    public BaselineLibrary(IEnumerable<string> paths, IReadOnlyList<Rule> rules)
    {
        var check = new BaselineCheck(rules);
        foreach (var file in paths.SelectMany(DocumentFolder.FindFiles).DistinctBy(Path.GetFullPath, StringComparer.Ordinal))
        {
            if (DocumentFolder.TryRead(file, _problems) is not { } text)
            {
                continue;
            }

            foreach (var (baseline, line) in BaselineParser.Parse(text, file, _problems, check))
            {
                if (!_baselines.TryAdd(baseline.Name, new Baseline(baseline)))
                {
                    _problems.Add(new DocumentProblem(
                        file, line, 1, $"The baseline '{baseline.Name}' is taken by {_baselines[baseline.Name].Definition.Source}; this one is left out."));
                }
            }
        }
    }

    /// <summary>The baselines, by name.</summary>
    public IReadOnlyList<Baseline> Baselines => [.. _baselines.Values.OrderBy(baseline => baseline.Definition.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is wrong with documents.</summary>
    public IReadOnlyList<DocumentProblem> Problems => _problems;

    /// <summary>A baseline.</summary>
    /// <param name="name">Its name, and after an <c>@</c> the day or month up to which rules are taken: <c>cis-aws-5.0@2026-11</c>.</param>
    /// <exception cref="SecurityMonkeyException"><c>BaselineNotFound</c>: there is none of that name. <c>BaselinePinInvalid</c>: the day is none, or no rule is that old.</exception>
    public Baseline Find(string name)
    {
        var mark = name.IndexOf(PinMark, StringComparison.Ordinal);
        var plain = mark < 0 ? name : name[..mark];
        if (!_baselines.TryGetValue(plain, out var baseline))
        {
            throw new SecurityMonkeyException(
                "BaselineNotFound",
                ErrorKind.NotFound,
                $"There is no baseline '{plain}'.{NearName.Hint(plain, _baselines.Keys)} Known are: {string.Join(", ", Baselines.Select(known => known.Definition.Name))}."
                + string.Concat(_problems.Select(problem => $" {problem}")))
            {
                Target = name,
            };
        }

        return mark < 0 ? baseline : baseline.Pin(name[(mark + 1)..], ParsePin(name, name[(mark + 1)..]));
    }

    private static DateOnly ParsePin(string name, string pin)
    {
        var until = RuleDay.TryParse(pin) ?? throw Invalid(name, $"'{pin}' in '{name}' is no day and no month; write {RuleDay.ToText(RuleDay.First)[..7]} or {RuleDay.ToText(RuleDay.First)}.");
        return until >= RuleDay.First ? until : throw Invalid(name, $"'{name}' is empty: the first rule set is of {RuleDay.ToText(RuleDay.First)}.");
    }

    private static SecurityMonkeyException Invalid(string name, string message) => new("BaselinePinInvalid", ErrorKind.InvalidArgument, message) { Target = name };
}
