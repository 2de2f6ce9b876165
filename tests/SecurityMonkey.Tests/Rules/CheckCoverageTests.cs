using System.Text.RegularExpressions;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>Each check of the first two tiers in the research is one that a rule says it comes from, but for those that are named here with the reason.</summary>
public sealed partial class CheckCoverageTests
{
    /// <summary>The checks that no rule covers, each with why. One that is covered does not belong here, and fails the test.</summary>
    private static readonly Dictionary<string, string> NotCovered = new(StringComparer.Ordinal);

    /// <summary>The checks of Security Monkey on AWS that no rule covers, each with why.</summary>
    private static readonly Dictionary<string, string> NotCoveredOfSecurityMonkey = new(StringComparer.Ordinal)
    {
        ["check_securitygroup_ec2_rfc1918"] = "is about groups outside a VPC, which AWS no longer has",
        ["check_rds_ec2_rfc1918"] = "is about database security groups, which AWS no longer has",
        ["check_securitygroup_zero_subnet"] = "is about database security groups, which AWS no longer has",
        ["check_securitygroup_any"] = "is about database security groups, which AWS no longer has",
        ["check_securitygroup_10net"] = "is about database security groups, which AWS no longer has",
        ["check_acl_friendly_legacy"] = "goes by display names, which S3 no longer answers with; canonical ids are covered",
        ["check_acl_thirdparty_legacy"] = "goes by display names, which S3 no longer answers with; canonical ids are covered",
    };

    [SkippableFact]
    public void Every_check_of_Security_Monkey_on_AWS_is_covered_or_has_a_reason()
    {
        var lines = File.ReadLines(SharedFixtures.RequireResearch("security-monkey.md"))
            .SkipWhile(line => !line.StartsWith("## 9.3 ", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        var checks = lines.Where(line => line.StartsWith("| check_", StringComparison.Ordinal))
            .SelectMany(line => SecurityMonkeyCheck().Matches(line.Split('|')[1]).Select(match => match.Value))
            .ToHashSet(StringComparer.Ordinal);
        var covered = RuleBench.All.SelectMany(document => document.Rule.Origin)
            .Where(origin => origin.StartsWith("Security Monkey: ", StringComparison.Ordinal))
            .Select(origin => SecurityMonkeyCheck().Match(origin).Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(checks.Count > 60, $"Only {checks.Count} checks were found: the tables are not read as they are written.");
        Report(checks, covered, NotCoveredOfSecurityMonkey);
    }

    [SkippableFact]
    public void Every_check_of_the_first_two_tiers_is_covered_or_has_a_reason()
    {
        var checks = Checks(SharedFixtures.RequireResearch("checks.md"));
        var covered = RuleBench.All.SelectMany(document => document.Rule.Origin).SelectMany(origin => Word().Matches(origin)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.True(checks.Count > 400, $"Only {checks.Count} checks were found: the table is not read as it is written.");
        Report(checks, covered, NotCovered);
    }

    private static void Report(HashSet<string> checks, HashSet<string> covered, Dictionary<string, string> exceptions)
    {
        var missing = checks.Where(check => !covered.Contains(check) && !exceptions.ContainsKey(check)).ToArray();
        var stale = exceptions.Keys.Where(check => covered.Contains(check) || !checks.Contains(check)).ToArray();
        Assert.True(missing.Length == 0, $"No rule's origin names: {string.Join(", ", missing)}");
        Assert.True(stale.Length == 0, $"Covered, or no check at all; take them off the list of exceptions: {string.Join(", ", stale)}");
    }

    private static HashSet<string> Checks(string file)
        => [.. File.ReadLines(file).Select(line => Row().Match(line)).Where(match => match.Success).Select(match => match.Groups["id"].Value)];

    [GeneratedRegex(@"\A\| `(?<id>[a-z0-9_]+)` \| \w+ \| [AB] \| ")]
    private static partial Regex Row();

    [GeneratedRegex(@"check_[a-z0-9_]+")]
    private static partial Regex SecurityMonkeyCheck();

    [GeneratedRegex(@"[a-z0-9_]+")]
    private static partial Regex Word();
}
