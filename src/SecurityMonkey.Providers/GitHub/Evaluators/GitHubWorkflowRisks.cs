using System.Globalization;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.GitHub.Workflows;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.GitHub.Evaluators;

/// <summary>
/// Finds what makes a workflow of GitHub Actions dangerous. The file is read as it stands in the default branch, so that a finding names
/// the job, the step and the line.
/// </summary>
internal sealed class GitHubWorkflowRisks : IRuleEvaluator
{
    private const string Content = "content";

    private static readonly IReadOnlyDictionary<string, Func<WorkflowFile, IEnumerable<Finding>>> Risks = new Dictionary<string, Func<WorkflowFile, IEnumerable<Finding>>>(StringComparer.Ordinal)
    {
        ["unpinned-action"] = WorkflowRisks.UnpinnedActions,
        ["untrusted-checkout"] = WorkflowRisks.UntrustedCheckouts,
        ["script-injection"] = WorkflowRisks.ScriptInjections,
        ["all-permissions"] = WorkflowRisks.AllPermissions,
        ["default-permissions"] = WorkflowRisks.DefaultPermissions,
        ["inherited-secrets"] = WorkflowRisks.InheritedSecrets,
        ["self-hosted-runner"] = WorkflowRisks.SelfHostedRunners,
    };

    public string Name => "github-workflow-risks";

    public string Description => "Finds one kind of danger in a workflow of GitHub Actions: actions that can be moved, code or text of strangers, permissions, secrets, runners.";

    public IReadOnlyList<EvaluatorArgument> Arguments { get; } =
    [
        new("find", $"What to find: {string.Join(", ", Risks.Keys)}.") { IsRequired = true },
        new("trustedOwners", "Whose actions and workflows count as one's own, besides those of the organisation.") { DefaultJson = "[]" },
    ];

    // The one kind that looks beside the workflow is in a rule that says so.
    public IReadOnlyList<string> Lookups => [];

    public IEvaluatedRule Create(IReadOnlyDictionary<string, string> arguments)
    {
        var read = new EvaluatorArguments(arguments);
        return new Instance(Risks[read.OneOf("find", [.. Risks.Keys])], read.Texts("trustedOwners"));
    }

    private sealed class Instance(Func<WorkflowFile, IEnumerable<Finding>> find, IReadOnlyList<string> trustedOwners) : IEvaluatedRule
    {
        public IReadOnlyList<string> Reads { get; } = [Content, "repository"];

        public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
        {
            var config = ItemConfig.Of(item, context);
            var workflow = context.Derive(item, static item => new ReadWorkflow(item));
            var findings = find(new WorkflowFile(
                workflow.Value ?? throw new RuleUnknownException(workflow.Problem),
                config.Text("repository.full_name") ?? throw new RuleUnknownException($"The workflow '{item.NativeId}' does not say which repository it is of."),
                config.Text("repository.visibility"),
                trustedOwners,
                context)).ToArray();

            // What stands in a line that was masked is not known, so that finding nothing means nothing.
            return findings.Length == 0 && workflow.MaskedLine is { } line
                ? throw new RuleUnknownException(string.Create(CultureInfo.InvariantCulture, $"Line {line} of the workflow '{item.NativeId}' looks as if it held a secret, and was not stored."))
                : findings;
        }
    }

    // Read once for all rules, also when it cannot be read.
    private sealed class ReadWorkflow
    {
        public ReadWorkflow(Item item)
        {
            using var document = JsonDocument.Parse(item.ConfigJson);
            try
            {
                var lines = LinesOf(ItemConfig.Find(document.RootElement, Content));
                var masked = lines.FindIndex(IsMasked);
                MaskedLine = masked < 0 ? null : masked + 1;

                // An empty line does no harm wherever it stands.
                Value = lines.Count == 0 ? null : Workflow.Read(string.Join('\n', lines.Select(line => IsMasked(line) ? "" : line)));
                Problem = lines.Count == 0 ? $"The text of the workflow '{item.NativeId}' was not collected." : "";
            }
            catch (FormatException exception)
            {
                Problem = string.Create(CultureInfo.InvariantCulture, $"The workflow '{item.NativeId}' cannot be understood: {exception.Message}.");
            }
        }

        public Workflow? Value { get; }

        public string Problem { get; }

        /// <summary>The number of the first line that was masked; null where none was.</summary>
        public int? MaskedLine { get; }

        private static bool IsMasked(string line) => line.StartsWith("(masked:", StringComparison.Ordinal);

        private static List<string> LinesOf(JsonElement? content) => content switch
        {
            { ValueKind: JsonValueKind.Array } lines => [.. lines.EnumerateArray().Select(line => line.GetString() ?? "")],
            { ValueKind: JsonValueKind.String } text => [.. text.GetString()!.Split('\n')],
            _ => [],
        };
    }
}
