using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Ec2;
using SecurityMonkey.Providers.Aws.Evaluators;
using SecurityMonkey.Providers.Aws.Iam;
using SecurityMonkey.Providers.Aws.S3;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws;

/// <summary>What the module knows of Amazon Web Services.</summary>
public sealed class AwsPlugin : IPlugin
{
    private readonly AwsSessionOptions? _options;

    /// <summary>Creates the plug-in.</summary>
    public AwsPlugin()
    {
    }

    /// <summary>Creates the plug-in with what its sessions take from the process.</summary>
    internal AwsPlugin(AwsSessionOptions options) => _options = options;

    /// <inheritdoc/>
    public string Name => "AWS";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        var accountType = new AwsAccountType(_options);
        registry.AddAccountType(accountType);
        foreach (var itemType in AwsDocumentShapes.All.Select(shape => shape.ItemType).Concat(AwsItemTypes.All))
        {
            registry.AddItemType(itemType);
        }

        IWatcher[] watchers = [new CredentialReportWatcher(), new PredictableNamesWatcher()];
        foreach (var watcher in watchers)
        {
            registry.AddItemType(watcher.ItemType);
        }

        foreach (var watcher in Ec2Watchers.All.Concat(watchers))
        {
            registry.AddWatcher(accountType.Definition.Name, watcher);
        }

        foreach (var evaluator in AwsEvaluators.All)
        {
            registry.AddEvaluator(evaluator);
        }
    }
}
