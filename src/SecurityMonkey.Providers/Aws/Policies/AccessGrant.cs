namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>Somebody whom a statement lets in.</summary>
/// <param name="Class">How well he is known.</param>
/// <param name="Grantee">Who it is, as people read it.</param>
/// <param name="Account">The number of his account, or null.</param>
/// <param name="Statement">The statement that lets him in.</param>
/// <param name="Actions">Examples of what he may do: patterns of the statement of which something is left after what is denied.</param>
internal sealed record AccessGrant(AccessClass Class, string Grantee, string? Account, PolicyStatement Statement, IReadOnlyList<string> Actions)
{
    /// <summary>Whether a whole account is let in, and so all whom it lets in.</summary>
    public bool IsWholeAccount { get; init; }

    /// <summary>Whether a service may ask on behalf of anybody: nothing says for whose resource (the confused deputy).</summary>
    public bool IsAnySource { get; init; }

    /// <summary>The service, where it is one.</summary>
    public string? Service { get; init; }
}
