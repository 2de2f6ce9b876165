using System.Text.RegularExpressions;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Architecture;

/// <summary>What the README says is there is there, and the commands it gives are those that must pass.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Repository.Combine("README.md"));

    [Fact]
    public void Every_link_leads_somewhere()
        => Assert.DoesNotContain(Link().Matches(Text).Select(match => match.Groups[1].Value), target => !Path.Exists(Repository.Combine(target)));

    [Fact]
    public void Every_help_page_is_linked()
        => Assert.DoesNotContain(
            Directory.EnumerateFiles(Repository.Combine("module", "help", "en-US"), "*.md").Select(Path.GetFileName),
            page => !Text.Contains($"(module/help/en-US/{page})", StringComparison.Ordinal));

    [Theory]
    [InlineData("dotnet run --project tests/ScriptHost -- build.ps1 -Task Demo")]
    [InlineData("dotnet test")]
    public void The_commands_for_a_newcomer_are_run_by_CI(string command)
    {
        Assert.Contains("    " + command, Text.Split('\n'));
        Assert.Contains(command, File.ReadAllText(Repository.Combine(".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_stands_in_the_picture_of_the_code()
        => Assert.DoesNotContain(
            Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension),
            project => !Text.Contains($"  {project}/", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\((?!https?://)([^)#]+)")]
    private static partial Regex Link();
}
