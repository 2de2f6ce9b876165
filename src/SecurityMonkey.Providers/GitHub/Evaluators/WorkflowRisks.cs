using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecurityMonkey.Providers.GitHub.Workflows;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.GitHub.Evaluators;

/// <summary>The dangers of workflows. Discriminators are made of names, not of lines, which move with every edit.</summary>
internal static partial class WorkflowRisks
{
    private const string AllOfThem = "write-all";

    // What runs with the secrets and the token of the repository, though a stranger began it.
    private static readonly string[] StartedByStrangers = ["pull_request_target", "workflow_run", "issue_comment"];

    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Actions, workflows and images of others whose version is a tag or a branch.</summary>
    public static IEnumerable<Finding> UnpinnedActions(WorkflowFile file)
        => from job in file.Workflow.Jobs
           from use in job.Steps.Select(step => (Node: step.Uses, Where: Place(job, step.Uses?.Line ?? 0, step))).Append((Node: job.Uses, Where: Place(job, job.Uses?.Line ?? 0)))
           let action = UsedAction.Parse(use.Node?.Text)
           where action is { IsPinned: false } && file.IsForeign(action)
           select Find(use.Where, $"'{use.Node!.Text}' is not pinned to a commit", $"{job.Name} {action.Name}", use.Node.Text!);

    /// <summary>Code of a pull request that is checked out where the secrets are.</summary>
    public static IEnumerable<Finding> UntrustedCheckouts(WorkflowFile file)
    {
        var trigger = file.Workflow.Triggers.FirstOrDefault(name => StartedByStrangers.Contains(name, StringComparer.Ordinal));
        return trigger is null ? [] :
            from job in file.Workflow.Jobs
            where !UntrustedText.KeepsForksOut(job.Condition)
            from step in job.Steps
            let node = step.IsOf("actions/checkout") ? new[] { step.Input("ref"), step.Input("repository") }.FirstOrDefault(input => UntrustedText.IsHeadOfPullRequest(input?.Text))
                : UntrustedText.IsHeadOfPullRequest(step.Run?.Text) && Fetches(step.Run!.Text!) ? step.Run : null
            where node is not null && !UntrustedText.KeepsForksOut(step.Condition)
            select Find(Place(job, node.Line, step), $"code of a pull request is checked out in a run that has the secrets of the repository ({trigger})", $"{job.Name} {step.Label}", node.Text!);
    }

    /// <summary>Texts of strangers that become part of a script before it runs.</summary>
    public static IEnumerable<Finding> ScriptInjections(WorkflowFile file)
    {
        var ofWorkflow = Taint(Nothing, file.Workflow.Environment);
        foreach (var job in file.Workflow.Jobs)
        {
            var ofJob = Taint(ofWorkflow, job.Environment);
            foreach (var step in job.Steps)
            {
                var script = step.Run ?? (step.IsOf("actions/github-script") ? step.Input("script") : null);
                foreach (var (position, expression) in UntrustedText.Find(script?.Text, Taint(ofJob, step.Environment)))
                {
                    yield return Find(
                        Place(job, script!.LineOf(position), step), $"a stranger's text becomes part of the script: ${{{{ {expression} }}}}", $"{job.Name} {step.Label} {expression}", expression);
                }
            }
        }
    }

    /// <summary>Tokens that may do everything.</summary>
    public static IEnumerable<Finding> AllPermissions(WorkflowFile file)
        => file.Workflow.Jobs.Where(job => IsAll(job.Permissions))
            .Select(job => Find(Place(job, job.Permissions!.Line), $"the token may write everything ({AllOfThem})", job.Name, AllOfThem))
            .Concat(IsAll(file.Workflow.Permissions) && file.Workflow.Jobs.Any(job => job.Permissions is null)
                ? [Find(Line(file.Workflow.Permissions!.Line), $"the token of every job may write everything ({AllOfThem})", "workflow", AllOfThem)]
                : []);

    /// <summary>Tokens of which nobody said what they may do, where they then may write.</summary>
    public static IEnumerable<Finding> DefaultPermissions(WorkflowFile file)
    {
        var silent = file.Workflow.Permissions is null ? file.Workflow.Jobs.Where(job => job.Permissions is null).ToArray() : [];
        return silent.Length == 0 || !MayWriteByDefault(file) ? [] :
        [
            new Finding($"The workflow does not say what the token may do, and by default it may write: {string.Join(", ", silent.Select(job => $"job '{job.Name}' (line {job.Line})"))}")
            {
                Evidence = [new Evidence("jobs", JsonSerializer.Serialize(silent.Select(job => job.Name)))],
            },
        ];
    }

    /// <summary>Workflows of others that get all secrets.</summary>
    public static IEnumerable<Finding> InheritedSecrets(WorkflowFile file)
        => from job in file.Workflow.Jobs
           let action = UsedAction.Parse(job.Uses?.Text)
           where action is not null && file.IsForeign(action) && job.Secrets?.Text is "inherit"
           select Find(Place(job, job.Secrets!.Line), $"all secrets go to '{job.Uses!.Text}'", $"{job.Name} {action.Name}", job.Uses.Text!);

    /// <summary>Jobs of public repositories that run on machines of one's own.</summary>
    /// <exception cref="RuleUnknownException">It is not known whether the repository is public.</exception>
    public static IEnumerable<Finding> SelfHostedRunners(WorkflowFile file)
    {
        var found = file.Workflow.Jobs.Where(job => job.RunnerLabels.Any(label => label.Contains("self-hosted", StringComparison.OrdinalIgnoreCase))).ToArray();
        var visibility = found.Length == 0 ? "" : file.Visibility ?? throw new RuleUnknownException($"It is not known whether the repository {file.Repository} is public.");
        return visibility is not "public" ? [] : found.Select(job => Find(
            Place(job, job.RunnerLine), "the job runs on a self-hosted runner, and the repository is public", job.Name, string.Join(", ", job.RunnerLabels)));
    }

    private static bool IsAll(YamlNode? permissions) => permissions?.Text is AllOfThem;

    private static bool Fetches(string script) => Fetching().IsMatch(script);

    private static HashSet<string> Taint(IReadOnlySet<string> outer, YamlNode? environment)
        => [.. outer.Where(name => environment?[name] is null), .. UntrustedText.NamesIn(environment, outer)];

    private static bool MayWriteByDefault(WorkflowFile file)
    {
        const string Setting = "actions.workflow.default_workflow_permissions";
        var repository = file.Context.GetItemsBy("github.repository", "full_name", file.Repository) is [var found, ..]
            ? found
            : throw new RuleUnknownException($"The repository {file.Repository} was not collected, which says what tokens may do by default.");
        repository.RequireKnown(Setting);
        return ItemConfig.Of(repository, file.Context).Text(Setting) is { } value
            ? value is "write"
            : throw new RuleUnknownException($"What tokens of {file.Repository} may do by default is not known.");
    }

    private static string Place(WorkflowJob job, int line, WorkflowStep? step = null)
        => $"Job '{job.Name}'{(step is null ? "" : $", step '{step.Label}'")} ({Line(line)})";

    private static string Line(int line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");

    private static Finding Find(string place, string what, string discriminator, string evidence)
        => new($"{char.ToUpperInvariant(place[0])}{place[1..]}: {what}")
        {
            Discriminator = discriminator,
            Evidence = [new Evidence(place, JsonSerializer.Serialize(evidence))],
        };

    [GeneratedRegex(@"\bgit\s+([^\n;&|]*\s)?(fetch|checkout|clone|pull|switch|worktree|merge)\b|\bgh\s+(pr\s+checkout|repo\s+clone)\b")]
    private static partial Regex Fetching();
}
