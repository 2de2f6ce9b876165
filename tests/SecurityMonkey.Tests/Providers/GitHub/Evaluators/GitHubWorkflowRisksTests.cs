using System.Text.Json;
using SecurityMonkey.Providers.GitHub.Evaluators;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Providers.GitHub.Evaluators;

/// <summary>What the examples of the rules do not say: lines, identities, and conditions that keep strangers out.</summary>
public sealed class GitHubWorkflowRisksTests
{
    [Fact]
    public void Line_is_the_one_with_the_expression()
    {
        var findings = Run("script-injection", """
            on: issues
            jobs:
              one:
                runs-on: ubuntu-latest
                steps:
                  - run: echo "${{ github.event.issue.title }}"
                  - run: >
                      echo

                      "${{ github.event.issue.body }}"
                  - run: |-
                      a
                      b ${{ github.event.issue.title }}
            """);

        Assert.Equal(["line 6", "line 8", "line 13"], findings.Select(finding => finding.Message.Split('(', ')')[1]));
    }

    [Fact]
    public void Identity_of_a_finding_does_not_move_with_the_lines()
    {
        const string Steps = """
            jobs:
              one:
                runs-on: ubuntu-latest
                steps:
                  - uses: tools/setup@v1
                  - uses: tools/setup@v1
            """;

        var before = Run("unpinned-action", "on: push\n" + Steps);
        var after = Run("unpinned-action", "on: push\n\n\n# a comment\n" + Steps.Replace("@v1", "@v2", StringComparison.Ordinal));

        Assert.Equal(["one tools/setup", "one tools/setup"], before.Select(finding => finding.Discriminator));
        Assert.Equal(before.Select(finding => finding.Discriminator), after.Select(finding => finding.Discriminator));
    }

    [Theory]
    [InlineData("github.event.pull_request.head.repo.full_name == github.repository", 0)]
    [InlineData("${{ !github.event.pull_request.head.repo.fork }}", 0)]
    [InlineData("github.event.pull_request.head.repo.fork == false && github.actor != 'bot'", 0)]
    [InlineData("github.event.pull_request.head.repo.full_name == github.repository || github.actor == 'bot'", 1)]
    [InlineData("contains(github.event.pull_request.labels.*.name, 'safe')", 1)]
    public void Condition_that_keeps_forks_out_keeps_strangers_out(string condition, int count)
        => Assert.Equal(count, Run("untrusted-checkout", $$$"""
            on: pull_request_target
            jobs:
              one:
                if: {{{JsonSerializer.Serialize(condition)}}}
                runs-on: ubuntu-latest
                steps: [{ uses: actions/checkout@v4, with: { ref: "refs/pull/${{ github.event.number }}/merge" } }]
            """).Length);

    [Fact]
    public void Variable_that_an_inner_environment_replaces_is_not_a_stranger_s()
        => Assert.Empty(Run("script-injection", """
            on: issues
            env: { TITLE: "${{ github.event.issue.title }}" }
            jobs:
              one:
                env: { TITLE: fixed }
                runs-on: ubuntu-latest
                steps: [{ run: 'echo ${{ env.TITLE }}' }]
            """));

    [Fact]
    public void Setting_that_could_not_be_read_is_unknown()
    {
        var bench = new EvaluatorBench().With("github.repository", """{"full_name":"acme/web","actions":{}}""");

        Assert.Throws<RuleUnknownException>(() => Run("default-permissions", "on: push\njobs: { one: { steps: [] } }", bench));
    }

    [Fact]
    public void Kind_that_is_not_known_is_an_error_that_names_those_that_are()
        => Assert.Contains("script-injection", Assert.Throws<FormatException>(() => Run("nonsense", "jobs: {}")).Message, StringComparison.Ordinal);

    private static Finding[] Run(string find, string workflow, EvaluatorBench? bench = null)
        => (bench ?? new EvaluatorBench()).Run(
            new GitHubWorkflowRisks(),
            JsonSerializer.Serialize(new { find }),
            "github.workflow",
            JsonSerializer.Serialize(new { content = workflow, repository = new { full_name = "acme/web", visibility = "public" } }));
}
