namespace SecurityMonkey.Plugins;

/// <summary>An account type that can write the least-privilege policy for what its watchers call.</summary>
public interface IAccessPolicyWriter
{
    /// <summary>The permissions that a session needs, whatever is collected.</summary>
    IReadOnlyList<string> SessionPermissions => [];

    /// <summary>Writes the policy.</summary>
    /// <param name="permissions">The permissions, sorted and without repetition.</param>
    /// <returns>The policy in the provider's own form.</returns>
    string WriteAccessPolicy(IReadOnlyList<string> permissions);
}
