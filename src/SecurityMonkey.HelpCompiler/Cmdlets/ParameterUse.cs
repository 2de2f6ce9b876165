namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>How a parameter is used in a parameter set.</summary>
/// <param name="SetName">The set.</param>
internal sealed record ParameterUse(string SetName)
{
    /// <summary>PowerShell's name for every set.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>Whether it must be given.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Its position, from 0; null where it has to be named.</summary>
    public int? Position { get; init; }

    /// <summary>Whether it takes objects from the pipeline.</summary>
    public bool IsByValue { get; init; }

    /// <summary>Whether it takes a property of its name from objects in the pipeline.</summary>
    public bool IsByPropertyName { get; init; }
}
