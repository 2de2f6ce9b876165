namespace SecurityMonkey.Plugins;

/// <summary>An account type whose API can be called by watcher documents (<c>kind: Watcher</c>).</summary>
public interface IApiAccountType : IAccountType
{
    /// <summary>The kinds of scope a watcher document can name, the first being the one that counts where it names none.</summary>
    IReadOnlyList<string> ScopeKinds { get; }

    /// <summary>The members a call can have.</summary>
    IReadOnlyList<ApiCallMember> CallMembers { get; }

    /// <summary>The permissions that a call needs, as far as the call tells.</summary>
    /// <param name="callJson">The call as JSON, with the expressions in braces not yet filled in.</param>
    IReadOnlyList<string> GetPermissions(string callJson);
}
