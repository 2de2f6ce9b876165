namespace SecurityMonkey;

/// <summary>The least that an identity must be allowed so that some item types can be read (New-SMAccessPolicy).</summary>
/// <param name="AccountType">The account type it is for.</param>
/// <param name="ItemTypes">The ids of the item types it covers.</param>
/// <param name="Permissions">The permissions, sorted: actions of AWS and Azure, permissions of a GitHub App.</param>
/// <param name="Document">The policy in the provider's own form: an IAM policy, a role definition, a list of permissions.</param>
public sealed record AccessPolicy(string AccountType, IReadOnlyList<string> ItemTypes, IReadOnlyList<string> Permissions, string Document)
{
    /// <summary>Returns the document, so that it can be sent to a file as it is.</summary>
    public override string ToString() => Document;
}
