namespace SecurityMonkey;

/// <summary>A value of the configuration that led to a finding.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Value">The value as JSON text.</param>
public sealed record Evidence(string Path, string Value)
{
    /// <summary>Returns path and value.</summary>
    public override string ToString() => $"{Path}={Value}";
}
