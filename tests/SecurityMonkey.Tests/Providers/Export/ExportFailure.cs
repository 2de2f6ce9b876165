namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>A scope of an item type that could not be read, and why.</summary>
internal sealed record ExportFailure(string ItemType, string Scope, SecurityMonkeyException Error);
