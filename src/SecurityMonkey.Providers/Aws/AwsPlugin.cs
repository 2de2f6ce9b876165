using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Evaluators;
using SecurityMonkey.Providers.Aws.Iam;

namespace SecurityMonkey.Providers.Aws;

/// <summary>What the module knows of Amazon Web Services.</summary>
public sealed class AwsPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "AWS";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        registry.AddAccountType(new AwsAccountType());
        foreach (var shape in AwsDocumentShapes.All)
        {
            registry.AddItemType(shape.ItemType);
        }

        var credentialReport = new CredentialReportWatcher();
        registry.AddItemType(credentialReport.ItemType);
        registry.AddWatcher("AWS", credentialReport);

        foreach (var evaluator in AwsEvaluators.All)
        {
            registry.AddEvaluator(evaluator);
        }
    }
}
