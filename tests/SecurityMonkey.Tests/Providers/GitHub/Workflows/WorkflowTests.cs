using SecurityMonkey.Providers.GitHub.Workflows;

namespace SecurityMonkey.Tests.Providers.GitHub.Workflows;

public sealed class WorkflowTests
{
    private static readonly HashSet<string> Nothing = [];

    [Theory]
    [InlineData("on: push", "push")]
    [InlineData("on: [push, pull_request]", "push,pull_request")]
    [InlineData("on: { push: { branches: [main] }, workflow_dispatch: }", "push,workflow_dispatch")]
    [InlineData("'on':\n  - push", "push")]
    [InlineData("name: nothing", "")]
    public void Triggers_are_a_text_a_list_or_a_map(string text, string triggers)
        => Assert.Equal(triggers, string.Join(',', Workflow.Read(text + "\njobs: {}").Triggers));

    [Fact]
    public void Aliases_are_the_nodes_they_name()
    {
        var workflow = Workflow.Read("""
            on: push
            jobs:
              one: &job
                runs-on: ubuntu-latest
                steps: [{ uses: "a/b@v1" }]
              two: *job
            """);

        Assert.Equal(["a/b@v1", "a/b@v1"], workflow.Jobs.SelectMany(job => job.Steps).Select(step => step.Uses!.Text));
    }

    [Theory]
    [InlineData("jobs: &a [*a]", "names 'a', which is not there")]
    [InlineData("jobs: *nobody", "names 'nobody'")]
    [InlineData("jobs: [", "not YAML")]
    [InlineData("jobs:\n\tbuild: {}", "not YAML")]
    [InlineData("on: push", "has no jobs")]
    [InlineData("", "has no jobs")]
    [InlineData("- a\n- b", "has no jobs")]
    public void What_is_no_workflow_is_said_to_be_none(string text, string reason)
        => Assert.Contains(reason, Assert.Throws<FormatException>(() => Workflow.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_and_size_have_limits()
    {
        Assert.Throws<FormatException>(() => Workflow.Read("jobs: " + new string('[', 100_000)));
        Assert.Throws<FormatException>(() => Workflow.Read("jobs: [" + string.Join(',', Enumerable.Repeat("a", 200_000)) + "]"));
        Assert.Throws<FormatException>(() => Workflow.Read("jobs: {} #" + new string('x', 2_000_000)));
    }

    [Fact]
    public void Aliases_that_multiply_cost_nothing()
    {
        var levels = string.Join('\n', Enumerable.Range(1, 40).Select(level => $"l{level}: &l{level} [*l{level - 1}, *l{level - 1}, *l{level - 1}]"));

        Assert.Empty(Workflow.Read($"l0: &l0 x\n{levels}\njobs: {{}}").Jobs);
    }

    [Theory]
    [InlineData("a/b@v1", "a/b", "a", false)]
    [InlineData("a/b/path@8f4b7f84864484a7bf31766abe9204da3cbe65b3", "a/b/path", "a", true)]
    [InlineData("a/b@8f4b7f8", "a/b", "a", false)]
    [InlineData("docker://alpine:3.8", "docker://alpine", "", false)]
    [InlineData("docker://ghcr.io:443/a/b@sha256:0123", "docker://ghcr.io:443/a/b", "", true)]
    public void Version_of_an_action_is_pinned_by_a_whole_hash_only(string uses, string name, string owner, bool isPinned)
        => Assert.Equal(new UsedAction(name, owner, isPinned), UsedAction.Parse(uses));

    [Theory]
    [InlineData("./.github/actions/x")]
    [InlineData("../x")]
    [InlineData("checkout")]
    [InlineData(null)]
    public void What_is_no_action_of_a_repository_is_none(string? uses) => Assert.Null(UsedAction.Parse(uses));

    [Theory]
    [InlineData("${{ github.event.issue.title }}")]
    [InlineData("${{github.event['issue']['body']}}")]
    [InlineData("${{ format('x {0}', github.event.comment.body) }}")]
    [InlineData("${{ GitHub.Head_Ref }}")]
    [InlineData("${{ github.event.commits[0].message }}")]
    [InlineData("${{ join(github.event.commits.*.author.name) }}")]
    [InlineData("${{ github.event.pages[0].page_name }}")]
    [InlineData("${{ github.event.workflow_run.head_branch }}")]
    [InlineData("${{ github.event.pull_request.head.repo.default_branch }}")]
    [InlineData("${{ toJSON(github.event) }}")]
    [InlineData("${{ github.event.issue.title || 'none' }}")]
    public void Text_that_strangers_choose_is_found(string text) => Assert.Single(UntrustedText.Find(text, Nothing));

    [Theory]
    [InlineData("github.event.issue.title")]
    [InlineData("${{ github.event.issue.number }}")]
    [InlineData("${{ github.event.pull_request.head.sha }}")]
    [InlineData("${{ github.event.pull_request.base.ref }}")]
    [InlineData("${{ github.event.repository.name }}")]
    [InlineData("${{ github.ref_name }}")]
    [InlineData("${{ github.event.pull_request.title == 'x' }}")]
    [InlineData("${{ !contains(github.event.comment.body, 'x') }}")]
    [InlineData("${{ secrets.TITLE }}")]
    public void What_strangers_do_not_choose_is_not(string text) => Assert.Empty(UntrustedText.Find(text, Nothing));
}
