namespace SecurityMonkey.Engine.Watching;

/// <summary>Says what a collection read to its end, so that what is missing from it can be called deleted, and only that.</summary>
/// <remarks>Scopes are segments separated by <c>/</c>. A scope covers those below it; the empty scope covers all.</remarks>
internal sealed class ScopeCoverage
{
    private readonly HashSet<string> _completed;
    private readonly HashSet<string> _failed;

    /// <summary>Creates the coverage of a collection.</summary>
    /// <param name="completed">The scopes that were read to their end.</param>
    /// <param name="failed">The scopes that could not be read.</param>
    public ScopeCoverage(IEnumerable<string> completed, IEnumerable<string> failed)
    {
        _completed = completed.ToHashSet(StringComparer.Ordinal);
        _failed = failed.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a scope was read to its end, itself or as a part of a wider one.</summary>
    public bool IsComplete(string scope) => !IsCovered(scope, _failed) && IsCovered(scope, _completed);

    /// <summary>Whether an item that was in a scope and was not seen can be called deleted.</summary>
    /// <param name="scope">The scope it was last read from.</param>
    /// <param name="nativeId">Its native id: the failure of a single item is the scope <c>scope/native id</c>.</param>
    public bool TellsDeleted(string scope, string nativeId)
        => IsComplete(scope) && !IsCovered(Join(scope, nativeId), _failed);

    /// <summary>The scope of a single item.</summary>
    public static string Join(string scope, string nativeId) => scope.Length == 0 ? nativeId : scope + "/" + nativeId;

    private static bool IsCovered(string scope, HashSet<string> scopes)
    {
        if (scopes.Count == 0)
        {
            return false;
        }

        for (var length = scope.Length; length > 0; length = scope.LastIndexOf('/', length - 1))
        {
            if (scopes.Contains(scope[..length]))
            {
                return true;
            }
        }

        return scopes.Contains("");
    }
}
