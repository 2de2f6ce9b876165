namespace SecurityMonkey.Plugins;

/// <summary>An argument of an <see cref="IRuleEvaluator"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says, and what values it takes.</param>
public sealed record EvaluatorArgument(string Name, string Description)
{
    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value where it is not given, as JSON text; null means that it is then left out.</summary>
    public string? DefaultJson { get; init; }
}
