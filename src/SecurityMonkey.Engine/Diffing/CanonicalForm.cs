namespace SecurityMonkey.Engine.Diffing;

/// <summary>What a canonical text leaves out and masks.</summary>
/// <param name="Omitted">Values with one of these flags are left out.</param>
/// <param name="Masked">Values with one of these flags are masked.</param>
/// <param name="DetectsSecrets">Whether texts that look like secrets are masked wherever they stand.</param>
internal readonly record struct CanonicalForm(PathFlags Omitted, PathFlags Masked, bool DetectsSecrets)
{
    /// <summary>Everything, with declared secrets masked.</summary>
    public static CanonicalForm Complete { get; } = new(PathFlags.None, PathFlags.Secret | PathFlags.SecretText, DetectsSecrets: false);

    /// <summary>Everything, with declared and detected secrets masked.</summary>
    public static CanonicalForm CompleteSearched { get; } = Complete with { DetectsSecrets = true };

    /// <summary>A complete form without its ephemeral values.</summary>
    public static CanonicalForm Durable { get; } = new(PathFlags.Ephemeral, PathFlags.None, DetectsSecrets: false);

    /// <summary>Everything as it is.</summary>
    public static CanonicalForm Plain { get; } = new(PathFlags.None, PathFlags.None, DetectsSecrets: false);
}
