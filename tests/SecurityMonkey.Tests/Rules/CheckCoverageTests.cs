using System.Text.RegularExpressions;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>Each check of the first two tiers in the research is one that a rule says it comes from, but for those that are named here with the reason.</summary>
public sealed partial class CheckCoverageTests
{
    /// <summary>The checks that no rule covers, each with why. One that is covered does not belong here, and fails the test.</summary>
    private static readonly Dictionary<string, string> NotCovered = new(StringComparer.Ordinal)
    {
        // AWS: being written.
        ["ec2_ebs_volume_protected_by_backup_plan"] = "not yet written",
        ["ec2_instance_managed_by_ssm"] = "not yet written",
        ["vpc_subnet_separate_private_public"] = "not yet written",
        ["iam_root_credentials_management_enabled"] = "not yet written",
        ["s3_access_point_public_access_block"] = "not yet written",
        ["s3_bucket_shadow_resource_vulnerability"] = "not yet written",
        ["s3_multi_region_access_point_public_access_block"] = "not yet written",
        ["rds_cluster_critical_event_subscription"] = "not yet written",
        ["rds_cluster_protected_by_backup_plan"] = "not yet written",
        ["rds_instance_critical_event_subscription"] = "not yet written",
        ["rds_instance_deprecated_engine_version"] = "not yet written",
        ["rds_instance_event_subscription_security_groups"] = "not yet written",
        ["rds_instance_protected_by_backup_plan"] = "not yet written",
        ["rds_instance_transport_encrypted"] = "not yet written",
        ["elbv2_waf_acl_attached"] = "not yet written",
        ["account_maintain_current_contact_details"] = "not yet written",
        ["apigateway_restapi_logging_enabled"] = "not yet written",
        ["apigatewayv2_api_access_logging_enabled"] = "not yet written",
        ["eventbridge_bus_exposed"] = "not yet written",
        ["glacier_vaults_policy_public_access"] = "not yet written",
        ["macie_is_enabled"] = "not yet written",
        ["organizations_delegated_administrators"] = "not yet written",
    };

    [SkippableFact]
    public void Every_check_of_the_first_two_tiers_is_covered_or_has_a_reason()
    {
        var checks = Checks(SharedFixtures.RequireResearch("checks.md"));
        var covered = RuleBench.All.SelectMany(document => document.Rule.Origin).SelectMany(origin => Word().Matches(origin)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.True(checks.Count > 400, $"Only {checks.Count} checks were found: the table is not read as it is written.");
        var missing = checks.Where(check => !covered.Contains(check) && !NotCovered.ContainsKey(check)).ToArray();
        var stale = NotCovered.Keys.Where(check => covered.Contains(check) || !checks.Contains(check)).ToArray();
        Assert.True(missing.Length == 0, $"No rule's origin names: {string.Join(", ", missing)}");
        Assert.True(stale.Length == 0, $"Covered, or no check at all; take them off the list of exceptions: {string.Join(", ", stale)}");
    }

    private static HashSet<string> Checks(string file)
        => [.. File.ReadLines(file).Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups["id"].Value)];

    [GeneratedRegex(@"\A\| `(?<id>[a-z0-9_]+)` \| \w+ \| [AB] \| ")]
    private static partial Regex Row();

    [GeneratedRegex(@"[a-z0-9_]+")]
    private static partial Regex Word();
}
