namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>An item as it was collected, with a copy of its configuration.</summary>
internal sealed record ExportedItem(string ItemType, string NativeId, string Name, string Region, string Scope, string Config);
