using System.Text;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Tests.Diffing;

/// <summary>Canonical texts with little ceremony.</summary>
internal static class Canonical
{
    /// <summary>A masking key for tests.</summary>
    public static SecretMask Mask { get; } = new([.. Enumerable.Repeat((byte)7, 32)]);

    /// <summary>A JSON text in canonical form, with nothing left out or masked.</summary>
    public static string Of(string json, params string[] unorderedPaths)
        => Of(Encoding.UTF8.GetBytes(json), Matcher(unordered: unorderedPaths), CanonicalForm.Plain);

    /// <summary>A JSON text in a canonical form.</summary>
    public static string Of(string json, PathMatcher paths, CanonicalForm form) => Of(Encoding.UTF8.GetBytes(json), paths, form);

    /// <summary>UTF-8 JSON in a canonical form.</summary>
    public static string Of(byte[] json, PathMatcher? paths = null, CanonicalForm form = default)
        => Encoding.UTF8.GetString(new JsonCanonicalizer(Mask).Write(json, paths?.Root, form));

    /// <summary>Compiles paths.</summary>
    public static PathMatcher Matcher(string[]? ephemeral = null, string[]? unordered = null, string[]? secret = null) => new(
    [
        .. (ephemeral ?? []).Select(path => (PathPattern.Parse(path), PathFlags.Ephemeral)),
        .. (unordered ?? []).Select(path => (PathPattern.Parse(path), PathFlags.Unordered)),
        .. (secret ?? []).Select(path => (PathPattern.Parse(path), PathFlags.Secret)),
    ]);
}
