using SecurityMonkey.ModuleTests.Support;

namespace SecurityMonkey.ModuleTests;

public sealed class DemoTests : IDisposable
{
    private readonly ChildShell _child = new();

    public void Dispose() => _child.Dispose();

    [Fact]
    public async Task Demo_shows_changes_issues_and_the_csv()
    {
        var (exitCode, output, errors) = await _child.RunAsync($"& '{Path.Combine(Facts.ModuleFolder, "examples", "Demo.ps1")}'");

        Assert.True(exitCode == 0 && errors.Length == 0, errors);
        Assert.Contains("~ MetadataOptions.HttpTokens: \"required\" -> \"optional\"", output, StringComparison.Ordinal);
        Assert.Contains("Account contains unprovisioned monitoring agents", output, StringComparison.Ordinal);
        Assert.Contains("\"Id\",\"Score\",\"Severity\",\"Status\",\"RuleId\"", output, StringComparison.Ordinal);
        Assert.Contains("Open (justified)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tuesday-", output, StringComparison.Ordinal);
    }
}
