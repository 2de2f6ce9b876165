using System.Text;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>The order of members in canonical JSON, for names that were read into strings.</summary>
internal static class MemberOrder
{
    /// <summary>Compares two names by the bytes of their escaped UTF-8 text.</summary>
    public static int Compare(string left, string right)
        => string.Equals(left, right, StringComparison.Ordinal) ? 0 : EscapedUtf8(left).SequenceCompareTo(EscapedUtf8(right));

    /// <summary>The state of a member.</summary>
    public static PathState? Step(PathState? state, string name) => state?.Member(Encoding.UTF8.GetBytes(name));

    private static ReadOnlySpan<byte> EscapedUtf8(string name)
    {
        var buffer = new ByteBuffer();
        JsonText.Escape(Encoding.UTF8.GetBytes(name), buffer);
        return buffer.Written;
    }
}
