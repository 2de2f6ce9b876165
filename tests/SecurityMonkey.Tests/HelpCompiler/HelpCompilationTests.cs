using System.Xml.Linq;
using SecurityMonkey.HelpCompiler;

namespace SecurityMonkey.Tests.HelpCompiler;

public sealed class HelpCompilationTests : IDisposable
{
    private static readonly string Assembly = typeof(HelpCompilationTests).Assembly.Location;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("help-compiler-");

    private string HelpFolder => Path.Combine(_folder.FullName, "help");

    private string OutputFolder => Path.Combine(_folder.FullName, "en-US");

    public HelpCompilationTests() => Directory.CreateDirectory(HelpFolder);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Pages_become_one_file_named_after_the_assembly_and_a_text_for_each_topic()
    {
        WritePages();

        var (exitCode, problems) = Run(HelpFolder, Assembly, OutputFolder);

        Assert.Equal("", problems);
        Assert.Equal(0, exitCode);
        var maml = XDocument.Load(Path.Combine(OutputFolder, $"{Path.GetFileName(Assembly)}-Help.xml"));
        Assert.Equal(2, maml.Root?.Elements().Count());
        Assert.StartsWith("TOPIC\n    about_Things\n", File.ReadAllText(Path.Combine(OutputFolder, "about_Things.help.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_is_written_as_compilers_do_and_nothing_is_compiled()
    {
        WritePages();
        var page = Path.Combine(HelpFolder, "Clear-SampleThing.md");
        File.WriteAllText(page, File.ReadAllText(page).Replace("Does it.", "Does it", StringComparison.Ordinal));

        var (exitCode, problems) = Run(HelpFolder, Assembly, OutputFolder);

        Assert.Equal(1, exitCode);
        Assert.Equal($"{page}(3): error HELP005: The synopsis ends with a period.", problems.TrimEnd());
        Assert.False(Directory.Exists(OutputFolder));
    }

    [Fact]
    public void Wrong_call_is_a_problem()
    {
        Assert.Contains("error HELP000", Run().Problems, StringComparison.Ordinal);
        Assert.Equal(1, Run(HelpFolder, Path.Combine(HelpFolder, "no.dll"), OutputFolder).ExitCode);
        Assert.Equal(1, Run(Path.Combine(HelpFolder, "no"), Assembly, OutputFolder).ExitCode);
    }

    [Fact]
    public void File_that_is_no_assembly_is_a_problem()
    {
        var file = Path.Combine(HelpFolder, "no.dll");
        File.WriteAllText(file, "no");

        var (exitCode, problems) = Run(HelpFolder, file, OutputFolder);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{file}(1): error HELP000: ", problems, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Problems) Run(params string[] arguments)
    {
        using var problems = new StringWriter();
        var exitCode = HelpCompilation.Run(arguments, problems);
        return (exitCode, problems.ToString());
    }

    private void WritePages()
    {
        string[] parameters = ["Since", "Number", "Colour", "Side", "Force", "Name"];
        WritePage("Clear-SampleThing", "");
        WritePage(
            "Get-SampleThing",
            $"## PARAMETERS\n\n{string.Concat(parameters.Select(name => $"### -{name}\n\nText.\n\n"))}## OUTPUTS\n\n### SecurityMonkey.Tests.HelpCompiler.SampleOutput\n");
        File.WriteAllText(Path.Combine(HelpFolder, "about_Things.md"), "# about_Things\n\n## SHORT DESCRIPTION\n\nThings, and why.\n");
    }

    private void WritePage(string name, string rest)
    {
        var examples = string.Concat(Enumerable.Range(1, 2).Select(number => $"### Example {number}\n\n```powershell\n{name}\n```\n\n"));
        File.WriteAllText(
            Path.Combine(HelpFolder, $"{name}.md"), $"# {name}\n\n## SYNOPSIS\n\nDoes it.\n\n## DESCRIPTION\n\nDoes it.\n\n## EXAMPLES\n\n{examples}{rest}");
    }
}
