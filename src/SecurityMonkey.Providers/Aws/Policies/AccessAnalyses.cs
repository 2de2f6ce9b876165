using System.Collections.Concurrent;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Rules;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Whom the policies of an item let in, found out once for all rules that ask.</summary>
internal sealed class AccessAnalyses
{
    private readonly ConcurrentDictionary<string, Analysis> _analyses = new(StringComparer.Ordinal);

    /// <summary>Whom the policies at a path let in.</summary>
    /// <param name="item">The item.</param>
    /// <param name="context">What is known.</param>
    /// <param name="path">Where the policies are.</param>
    /// <param name="knowledge">What is known, as the rule sees it; it gets the doubts.</param>
    /// <param name="view">What tells views apart: organisations that count as ours.</param>
    /// <exception cref="FormatException">A policy cannot be read.</exception>
    public static IReadOnlyList<AccessGrant> Of(Item item, IAuditContext context, string path, AccessKnowledge knowledge, string view)
    {
        // A rule that is answered with what was found out for another hangs on the same: it asks for it here, so that the engine knows.
        _ = (context.Accounts, context.Networks);
        var analyses = context.Derive(item, static _ => new AccessAnalyses());
        var analysis = analyses._analyses.GetOrAdd($"{path} {view}", _ =>
        {
            IReadOnlyList<AccessGrant> grants =
            [
                .. ItemConfig.FindAll(ItemConfig.Of(item, context).Root, path).SelectMany(policy => new AccessAnalyzer(PolicyDocument.Read(policy), knowledge).Analyze()),
            ];
            return new Analysis(grants, [.. knowledge.Doubts]);
        });
        foreach (var doubt in analysis.Doubts)
        {
            knowledge.Doubts.Add(doubt);
        }

        return analysis.Grants;
    }

    private sealed record Analysis(IReadOnlyList<AccessGrant> Grants, IReadOnlyList<string> Doubts);
}
