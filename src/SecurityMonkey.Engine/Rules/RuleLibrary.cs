using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Reads the catalogue of rules anew for each use, so that an edited file counts at once; files that did not change are not parsed again.</summary>
internal sealed class RuleLibrary(
    IReadOnlyList<IAuditor> auditors,
    IReadOnlyDictionary<string, IRuleEvaluator> evaluators,
    IReadOnlyList<string> paths,
    RuleDocumentCache? cache = null,
    Func<string, string?>? findFault = null)
{
    private readonly RuleDocumentCache _cache = cache ?? new RuleDocumentCache();
    private readonly HashSet<(string Name, Type Type)> _code = RuleDocumentCache.KeyOf(evaluators);

    /// <summary>The rules as they are now.</summary>
    public RuleCatalog Load() => RuleCatalog.Load(auditors, paths, file => _cache.Read(file, evaluators, _code), findFault);
}
