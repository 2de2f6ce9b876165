namespace SecurityMonkey.Engine.Auditing;

/// <summary>The accounts and networks that are known.</summary>
/// <param name="Accounts">Ours, those of third parties, and those that providers use for their services.</param>
/// <param name="Networks">The networks.</param>
internal sealed record Knowledge(IReadOnlyList<Account> Accounts, IReadOnlyList<KnownNetwork> Networks);
