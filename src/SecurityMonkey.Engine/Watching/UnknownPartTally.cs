using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching;

/// <summary>Counts the parts of items that could not be read, so that a permission that is missing is said once and not for each of ten thousand items.</summary>
internal sealed class UnknownPartTally
{
    private readonly Dictionary<(string Scope, string Path, string ErrorId), (UnknownPart First, string NativeId, long Count)> _parts = [];

    /// <summary>Counts an item's unknown parts.</summary>
    public void Add(ItemSnapshot item)
    {
        foreach (var part in item.UnknownParts)
        {
            var key = (item.Scope, part.Path, part.ErrorId);
            _parts[key] = _parts.TryGetValue(key, out var known) ? known with { Count = known.Count + 1 } : (part, item.NativeId, 1);
        }
    }

    /// <summary>Enters them as failed scopes. Their names lie below no item, so that they keep no item from being found deleted.</summary>
    public void Report(WatchContext context)
    {
        foreach (var ((scope, path, errorId), (first, nativeId, count)) in _parts)
        {
            var others = count == 1 ? "" : $" and {count - 1} others";
            context.Fail(
                ScopeCoverage.Join(ScopeCoverage.Join(scope, "*"), path),
                new SecurityMonkeyException(errorId, first.Kind, $"{(path.Length == 0 ? "" : $"'{path}' of ")}'{nativeId}'{others} could not be read and is unknown: {first.Message}"));
        }
    }
}
