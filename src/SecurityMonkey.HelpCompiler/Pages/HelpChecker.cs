using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Prose;

namespace SecurityMonkey.HelpCompiler.Pages;

/// <summary>Holds a page against the cmdlet that it is about.</summary>
internal sealed class HelpChecker
{
    private const int LongestSynopsis = 120;
    private const int FewestExamples = 2;
    private const string NoType = "None";

    private readonly HelpPage _page;
    private readonly CmdletInfo _cmdlet;
    private readonly List<HelpProblem> _problems;

    private HelpChecker(HelpPage page, CmdletInfo cmdlet)
    {
        _page = page;
        _cmdlet = cmdlet;
        _problems = [.. page.Problems];
    }

    /// <summary>Everything that is wrong with a page, by line.</summary>
    public static IReadOnlyList<HelpProblem> Check(HelpPage page, CmdletInfo cmdlet)
    {
        var checker = new HelpChecker(page, cmdlet);
        checker.CheckSynopsis();
        checker.CheckDescription();
        checker.CheckExamples();
        checker.CheckParameters();
        checker.CheckDynamicParameters();
        checker.CheckOutputs();
        return [.. checker._problems.OrderBy(problem => problem.Line)];
    }

    private void CheckSynopsis()
    {
        var line = _page.Synopsis?.Line ?? 1;
        if (_page.Synopsis?.Blocks is not [ProseParagraph { Text: var text }])
        {
            Add(line, HelpCodes.Synopsis, "The section SYNOPSIS, one sentence, is missing or is more than that.");
            return;
        }

        if (!text.EndsWith('.'))
        {
            Add(line, HelpCodes.Synopsis, "The synopsis ends with a period.");
        }

        if (text.Length > LongestSynopsis)
        {
            Add(line, HelpCodes.Synopsis, $"The synopsis has {text.Length} characters; {LongestSynopsis} are the most that lists of help show well.");
        }
    }

    private void CheckDescription()
    {
        if (_page.Description is null or { Blocks.Count: 0 })
        {
            Add(_page.Description?.Line ?? 1, HelpCodes.Shape, "The section DESCRIPTION is missing or empty.");
        }
    }

    private void CheckExamples()
    {
        if (_page.Examples.Count < FewestExamples)
        {
            Add(1, HelpCodes.ExamplesMissing, $"There are {_page.Examples.Count} examples; a page has {FewestExamples} or more.");
        }

        foreach (var example in _page.Examples.Where(example => example.Code.Length == 0))
        {
            Add(example.Line, HelpCodes.ExampleWithoutCode, $"'{example.Title}' has no code: a block fenced by ```powershell.");
        }
    }

    private void CheckParameters()
    {
        foreach (var parameter in _cmdlet.Parameters.Where(parameter => !parameter.IsCommon))
        {
            var section = _page.Parameters.FirstOrDefault(section => IsAbout(section, parameter));
            if (section is null or { Blocks.Count: 0 })
            {
                Add(
                    section?.Line ?? 1,
                    HelpCodes.ParameterMissing,
                    $"The parameter -{parameter.Name} is not described: ### -{parameter.Name} in PARAMETERS.");
            }
        }

        foreach (var section in _page.Parameters.Where(section => !_cmdlet.Parameters.Any(parameter => IsAbout(section, parameter))))
        {
            Add(section.Line, HelpCodes.ParameterUnknown, $"{_cmdlet.Name} has no parameter '{section.Title}'. It has {ListParameters()}.");
        }
    }

    private void CheckDynamicParameters()
    {
        foreach (var section in _page.DynamicParameters)
        {
            if (!_cmdlet.HasDynamicParameters)
            {
                Add(section.Line, HelpCodes.ParameterUnknown, $"{_cmdlet.Name} has no dynamic parameters.");
            }
            else if (!section.Title.StartsWith('-') || _cmdlet.Parameters.Any(parameter => IsAbout(section, parameter)))
            {
                Add(
                    section.Line,
                    HelpCodes.ParameterUnknown,
                    $"'{section.Title}' is no dynamic parameter of {_cmdlet.Name}: parameters of its class stand in PARAMETERS.");
            }
        }
    }

    private void CheckOutputs()
    {
        foreach (var type in _cmdlet.OutputTypes.Where(type => !_page.Outputs.Any(section => IsEqual(section.Title, type))))
        {
            Add(1, HelpCodes.OutputMissing, $"The output type {type} is not described: ### {type} in OUTPUTS.");
        }

        string[] known = [.. _cmdlet.OutputTypes, NoType];
        foreach (var section in _page.Outputs.Where(section => !known.Contains(section.Title, StringComparer.Ordinal)))
        {
            Add(section.Line, HelpCodes.OutputUnknown, $"The class of {_cmdlet.Name} has no [OutputType] '{section.Title}'.");
        }
    }

    private string ListParameters()
        => _cmdlet.Parameters.Count == 0 ? "none" : string.Join(", ", _cmdlet.Parameters.Select(parameter => $"-{parameter.Name}"));

    private static bool IsAbout(HelpSection section, CmdletParameter parameter) => IsEqual(section.Title, $"-{parameter.Name}");

    private static bool IsEqual(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private void Add(int line, string code, string message) => _problems.Add(new HelpProblem(_page.Path, line, code, message));
}
