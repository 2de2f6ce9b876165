namespace SecurityMonkey.Engine.Storage;

/// <summary>An item that is to be audited, with the state it is in.</summary>
/// <param name="Item">The item with its configuration.</param>
/// <param name="CompleteHash">The hash of the configuration.</param>
internal sealed record AuditSubject(Item Item, byte[] CompleteHash);
