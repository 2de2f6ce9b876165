namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>What the assembly says of a cmdlet.</summary>
internal sealed record CmdletInfo
{
    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>The noun.</summary>
    public required string Noun { get; init; }

    /// <summary>Verb and noun.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameters, the cmdlet's own before inherited ones; last -WhatIf and -Confirm where it has them.</summary>
    public required IReadOnlyList<CmdletParameter> Parameters { get; init; }

    /// <summary>The name of the default parameter set, where it says one.</summary>
    public string? DefaultParameterSet { get; init; }

    /// <summary>Whether more parameters come at run time.</summary>
    public bool HasDynamicParameters { get; init; }

    /// <summary>Full names of the types that it writes; none for void.</summary>
    public IReadOnlyList<string> OutputTypes { get; init; } = [];

    /// <summary>Full names of the types that it takes from the pipeline as they are.</summary>
    public IEnumerable<string> InputTypes
        => Parameters
            .Where(parameter => parameter.Uses.Any(use => use.IsByValue))
            .Select(parameter => parameter.FullTypeName)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The names of the parameter sets, the default one first; <see cref="ParameterUse.AllSets"/> alone where none is named.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            var named = Parameters.SelectMany(parameter => parameter.Uses).Select(use => use.SetName)
                .Where(name => !string.Equals(name, ParameterUse.AllSets, StringComparison.Ordinal));
            string[] sets = [.. (DefaultParameterSet is null ? named : named.Prepend(DefaultParameterSet)).Distinct(StringComparer.Ordinal)];
            return sets.Length == 0 ? [ParameterUse.AllSets] : sets;
        }
    }

    /// <summary>The parameters of a set in the order of the syntax: by position, then mandatory ones, then the rest, then common ones.</summary>
    public IReadOnlyList<(CmdletParameter Parameter, ParameterUse Use)> GetSyntax(string setName)
        => [.. Parameters
            .Select(parameter => (Parameter: parameter, Use: parameter.FindUse(setName)))
            .Where(pair => pair.Use is not null)
            .Select(pair => (pair.Parameter, Use: pair.Use!))
            .OrderBy(pair => pair.Parameter.IsCommon)
            .ThenBy(pair => pair.Use.Position ?? int.MaxValue)
            .ThenByDescending(pair => pair.Use.IsMandatory)];
}
