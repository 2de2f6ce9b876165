namespace SecurityMonkey;

/// <summary>A custom field of an account type; it becomes a parameter of Add-SMAccount and Set-SMAccount.</summary>
/// <param name="Name">The parameter's name, such as <c>RoleName</c>.</param>
/// <param name="Label">A short label for people.</param>
public sealed record AccountField(string Name, string Label)
{
    /// <summary>What to enter, shown as the parameter's help message.</summary>
    public string ToolTip { get; init; } = "";

    /// <summary>Whether an account cannot be added without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it leads to a secret; then it takes a reference (env:NAME, file:PATH, secret:NAME), never the value.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether it is a path of the file system, which is made absolute when the account is stored.</summary>
    public bool IsPath { get; init; }

    /// <summary>The values it may take, compared without case; empty means any.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
