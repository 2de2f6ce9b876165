namespace SecurityMonkey;

/// <summary>What an account let its watchers read when it was tried (Test-SMAccount).</summary>
public sealed record AccountTest
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The type of the account.</summary>
    public required string AccountType { get; init; }

    /// <summary>Who the module is there: an ARN, an object id, a login; empty where it could not sign in.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The id of the item type that was tried; <see cref="SecurityMonkey.ItemType.Every"/> for signing in.</summary>
    public required string ItemType { get; init; }

    /// <summary>Whether it could be read: complete, partial when a part was refused, failed when all of it was.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The permissions its watcher needs.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>What was refused or did not work; empty when all could be read.</summary>
    public IReadOnlyList<ScopeFailure> Failures { get; init; } = [];

    /// <summary>The first failure in words; empty when all could be read.</summary>
    public string Message => Failures.Count == 0 ? "" : Failures[0].ToString();

    /// <summary>Returns account, item type and status.</summary>
    public override string ToString() => $"{Account} {ItemType}: {Status}";
}
