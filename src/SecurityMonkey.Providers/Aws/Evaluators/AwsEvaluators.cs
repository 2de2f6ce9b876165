using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Evaluators;

/// <summary>The evaluators of AWS.</summary>
internal static class AwsEvaluators
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<IRuleEvaluator> All { get; } =
    [
        new AwsExposedPorts(),
        new AwsGroupSources(),
        new AwsAclExposedPorts(),
        new AwsReachablePorts(),
        new AwsPolicyAccess(),
        new AwsPolicyPermissions(),
        new AwsSharedWith(),
        new AwsBucketAccess(),
        new AwsBucketTls(),
        new AwsBackupCoverage(),
        new AwsInstanceRole(),
        new AwsCertificate(),
    ];
}
