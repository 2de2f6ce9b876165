namespace SecurityMonkey.Engine.Diffing;

/// <summary>
/// A state of the machine that walks a configuration and knows which declared paths it is on. Null stands for the state
/// from which no declared path can be reached any more.
/// </summary>
internal sealed class PathState
{
    // By the length of the name, so that most names are told apart without looking at them.
    private (byte[] Name, PathState? Next)[][] _named = [];

    /// <summary>What is declared of the value here.</summary>
    public PathFlags Flags { get; internal set; }

    /// <summary>The bits of the patterns that end here.</summary>
    public ulong Matches { get; internal set; }

    /// <summary>The state of a list element.</summary>
    public PathState? Element { get; private set; }

    private PathState? Other { get; set; }

    /// <summary>The state of a member.</summary>
    /// <param name="name">Its name in unescaped UTF-8.</param>
    public PathState? Member(ReadOnlySpan<byte> name)
    {
        if (name.Length < _named.Length)
        {
            foreach (ref readonly var entry in _named[name.Length].AsSpan())
            {
                if (name.SequenceEqual(entry.Name))
                {
                    return entry.Next;
                }
            }
        }

        return Other;
    }

    internal void Connect((byte[] Name, PathState? Next)[] named, PathState? other, PathState? element)
    {
        var longest = named.Select(entry => entry.Name.Length).DefaultIfEmpty(-1).Max();
        _named = [.. Enumerable.Range(0, longest + 1).Select(length => named.Where(entry => entry.Name.Length == length).ToArray())];
        Other = other;
        Element = element;
    }
}
