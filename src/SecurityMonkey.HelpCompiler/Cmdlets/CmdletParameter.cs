namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>What the assembly says of a parameter.</summary>
/// <param name="Name">The name, without the dash.</param>
/// <param name="TypeName">The type as syntax shows it, such as string[].</param>
/// <param name="FullTypeName">The full name of the type, of an element for an array.</param>
internal sealed record CmdletParameter(string Name, string TypeName, string FullTypeName)
{
    /// <summary>How it is used in parameter sets.</summary>
    public IReadOnlyList<ParameterUse> Uses { get; init; } = [];

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Values that are allowed, of a set or an enumeration; empty where anything of the type is.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>Whether it takes wildcards.</summary>
    public bool AcceptsWildcards { get; init; }

    /// <summary>Whether it takes more than one value.</summary>
    public bool IsArray { get; init; }

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether PowerShell gives it to the cmdlet: -WhatIf and -Confirm.</summary>
    public bool IsCommon { get; init; }

    /// <summary>How it is used in a set; null where it is not.</summary>
    public ParameterUse? FindUse(string setName)
        => Uses.FirstOrDefault(use => string.Equals(use.SetName, setName, StringComparison.Ordinal))
            ?? Uses.FirstOrDefault(use => string.Equals(use.SetName, ParameterUse.AllSets, StringComparison.Ordinal));

    /// <summary>
    /// How it is used over all sets, for the places that speak of it once: mandatory where it is so in every set,
    /// from the pipeline where it is so in any.
    /// </summary>
    public ParameterUse GetOverallUse() => new(ParameterUse.AllSets)
    {
        IsMandatory = Uses.Count > 0 && Uses.All(use => use.IsMandatory),
        Position = Uses.Select(use => use.Position).FirstOrDefault(position => position is not null),
        IsByValue = Uses.Any(use => use.IsByValue),
        IsByPropertyName = Uses.Any(use => use.IsByPropertyName),
    };
}
