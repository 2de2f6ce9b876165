using System.Text;
using BenchmarkDotNet.Attributes;
using DevLab.JmesPath;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;

namespace SecurityMonkey.Benchmarks;

/// <summary>The built-in rules for security groups on 1000 groups, beside reading the groups, and beside one JMESPath expression alone.</summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private readonly string[] _documents = [.. Enumerable.Range(0, 1000).Select(number => Encoding.UTF8.GetString(SampleDocuments.Group(number)))];
    private readonly PreparedRule[] _rules;
    private readonly DevLab.JmesPath.Expressions.JmesPathExpression _expression
        = new JmesPath().Parse("IpPermissions[?FromPort <= `22` && ToPort >= `22`].IpRanges[?CidrIp == '0.0.0.0/0'][]");

    public RuleBenchmarks()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder!.GetFiles("*.sln").Length == 0)
        {
            folder = folder.Parent;
        }

        _rules =
        [
            .. RuleCatalog.ReadPath(Path.Combine(folder.FullName, "module", "rules", "aws")).Rules
                .Select(rule => new CatalogRule.FromDocument(rule))
                .Where(rule => rule.AppliesTo("aws.ec2.securitygroup"))
                .Select(rule => rule.Prepare(rule.Rule, new AuditSurroundings(TimeProvider.System, new Account { Name = "a", Type = "Export", Identifier = "a" }))),
        ];
    }

    [Benchmark(Baseline = true)]
    public int ReadConfigurations() => _documents.Sum(document => JmesExpression.ParseConfig(document).Count());

    [Benchmark]
    public int ReadAndEvaluateOneExpression()
        => _documents.Sum(document => ((JArray)_expression.Transform(JmesExpression.ParseConfig(document)).AsJToken()).Count);

    [Benchmark]
    public int ReadAndEvaluateAllRules()
    {
        var findings = 0;
        foreach (var document in _documents)
        {
            var item = new AuditedItem(Item(document));
            foreach (var rule in _rules)
            {
                findings += rule.Evaluate(item).Count;
            }
        }

        return findings;
    }

    private static Item Item(string config) => new()
    {
        Id = 1,
        Account = "a",
        AccountType = "Export",
        ItemType = "aws.ec2.securitygroup",
        Region = "eu-west-1",
        NativeId = "sg-1",
        Name = "sg-1",
        State = ItemState.Active,
        FirstSeen = default,
        LastSeen = default,
        LastChanged = default,
        RevisionNumber = 1,
        ConfigJson = config,
    };
}
