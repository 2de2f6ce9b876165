using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Auditing;

/// <summary>New-SMRule: writes the first lines of a rule document, which Test-SMRule can run as it stands.</summary>
[Cmdlet(VerbsCommon.New, "SMRule", SupportsShouldProcess = true, DefaultParameterSetName = ByExpression)]
[OutputType(typeof(FileInfo))]
public sealed class NewSMRuleCommand : StoreCmdlet
{
    private const string ByExpression = "ByExpression";
    private const string ByCode = "ByCode";

    /// <summary>The rule's id: capital letters, digits and hyphens, such as ACME-EC2-001.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Id { get; set; } = "";

    /// <summary>Ids or aliases of the item types that the rule looks at.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ItemType { get; set; } = [];

    /// <summary>What it says of an item that fails, in one line.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Say what is wrong";

    /// <summary>The condition: JMESPath that is true where something is wrong.</summary>
    [Parameter(ParameterSetName = ByExpression)]
    public string When { get; set; } = "";

    /// <summary>A condition in code in the place of an expression: what it takes is written with a comment for each.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCode)]
    [ArgumentCompleter(typeof(EvaluatorCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Evaluator { get; set; }

    /// <summary>The score.</summary>
    [Parameter]
    [ValidateRange(SeverityScale.MinScore, SeverityScale.MaxScore)]
    public int Score { get; set; } = 5;

    /// <summary>The file or folder to write to. Without it, the folder of the user's rules.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var target = await pipeline.CallAsync(() => Path is null ? ModulePaths.UserRules : GetUnresolvedProviderPathFromPSPath(Path)).ConfigureAwait(false);
        var file = System.IO.Path.GetExtension(target) is ".yaml" or ".yml" ? target : System.IO.Path.Combine(target, Id.ToLowerInvariant() + ".yaml");
        if (File.Exists(file) && !Force)
        {
            throw new SecurityMonkeyException("RuleFileExists", ErrorKind.AlreadyExists, $"'{file}' exists already. Use -Force to replace it, or -Path to write to another file.")
            {
                Target = file,
            };
        }

        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var types = ItemType.Select(engine.Plugins.ResolveItemType).ToArray();
        if (types.Select(engine.Plugins.FindFault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw new SecurityMonkeyException("ItemTypeNotFound", ErrorKind.NotFound, $"{fault} Get-SMItemType lists those there are.") { Target = string.Join(", ", ItemType) };
        }

        var schema = new Uri(System.IO.Path.Combine(ModulePaths.Root, "schemas", "rule.schema.json")).AbsoluteUri;
        var (text, problems) = engine.ScaffoldRule(Id, Title, types, Score, When, Evaluator, schema, file);
        if (problems.Count > 0)
        {
            throw new SecurityMonkeyException("RuleInvalid", ErrorKind.InvalidArgument, problems[0].Message) { Target = Id };
        }

        if (await pipeline.ShouldProcessAsync(file, "Write rule").ConfigureAwait(false))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, cancellationToken).ConfigureAwait(false);
            await pipeline.WriteAsync(new FileInfo(file)).ConfigureAwait(false);
        }
    }
}
