using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SecurityMonkey.Commands.Formatting;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>A rule whose findings a script writes: a text, true for the rule's title, or a table with Message, Discriminator, Score and Evidence.</summary>
/// <param name="rule">The rule.</param>
/// <param name="script">The script.</param>
/// <param name="resolve">Gives the id of an item type for its short name.</param>
internal sealed class ScriptAuditor(Rule rule, ScriptRunner script, Func<string, string> resolve) : IAuditor
{
    public IReadOnlyList<Rule> Rules => [rule];

    public string Fingerprint { get; } = script.Fingerprint;

    public IEnumerable<Finding> Audit(Rule rule, Item item, IAuditContext context)
    {
        var findings = new List<Finding>();
        try
        {
            var errors = script.Run(
                output =>
                {
                    if (Read(rule, output) is { } finding)
                    {
                        findings.Add(finding);
                    }
                },
                _ => { },
                CancellationToken.None,
                ConfigMembers.AddTo(item),
                rule,
                new ScriptAuditContext(context, resolve));

            // A look-up that cannot tell is an error that the script goes on after.
            ThrowIfUnknown(errors.Select(error => error.Exception));
            return errors.Count == 0 ? findings : throw Failed(rule, ScriptRunner.Describe(errors[0]), errors[0].Exception);
        }
        catch (RuntimeException exception)
        {
            // throw [SecurityMonkey.RuleUnknownException]::new('...') is an answer and no failure.
            ThrowIfUnknown([exception]);
            throw Failed(rule, ScriptRunner.Describe(exception.ErrorRecord), exception);
        }
    }

    private static void ThrowIfUnknown(IEnumerable<Exception?> exceptions)
    {
        foreach (var exception in exceptions)
        {
            for (var cause = exception; cause is not null; cause = cause.InnerException)
            {
                if (cause is RuleUnknownException unknown)
                {
                    throw new RuleUnknownException(unknown.Message);
                }
            }
        }
    }

    private static Finding? Read(Rule rule, PSObject? output)
        => output?.BaseObject switch
        {
            null or false => null,
            true => new Finding(rule.Title),
            string { Length: > 0 } text => new Finding(text),
            IDictionary table => ReadTable(rule, table),
            PSCustomObject => ReadTable(rule, output.Properties.ToDictionary(property => property.Name, property => property.Value)),
            var other => throw Failed(rule, $"it wrote '{other}', which is no finding: a text, true, or a table with Message.", null),
        };

    private static Finding ReadTable(Rule rule, IDictionary table)
    {
        var members = table.Keys.Cast<object>().ToDictionary(
            key => key.ToString() ?? "", key => table[key] is PSObject wrapped ? wrapped.BaseObject : table[key], StringComparer.OrdinalIgnoreCase);
        if (members.Keys.FirstOrDefault(key => key.ToUpperInvariant() is not ("MESSAGE" or "DISCRIMINATOR" or "SCORE" or "EVIDENCE")) is { } unknown)
        {
            throw Failed(rule, $"a finding has no member '{unknown}'; it has Message, Discriminator, Score and Evidence.", null);
        }

        return new Finding(Convert.ToString(members.GetValueOrDefault("Message"), CultureInfo.InvariantCulture) is { Length: > 0 } message ? message : rule.Title)
        {
            Discriminator = Convert.ToString(members.GetValueOrDefault("Discriminator"), CultureInfo.InvariantCulture) ?? "",
            Score = members.GetValueOrDefault("Score") is { } score ? Convert.ToInt32(score, CultureInfo.InvariantCulture) : null,
            Evidence = members.GetValueOrDefault("Evidence") is IDictionary evidence
                ? [.. evidence.Keys.Cast<object>().Select(key => new Evidence(key.ToString() ?? "", ScriptJson.Write(evidence[key])))]
                : [],
        };
    }

    private static SecurityMonkeyException Failed(Rule rule, string reason, Exception? cause)
        => new("ScriptFailed", ErrorKind.Unexpected, $"The script of rule {rule.Id} failed: {reason}", cause);
}
