namespace SecurityMonkey.Engine.Storage;

/// <summary>Why an issue is accepted.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="By">Who accepts it.</param>
/// <param name="Ticket">The ticket that goes with it, or null.</param>
/// <param name="Until">When the acceptance ends; null means never.</param>
public sealed record Justification(string Reason, string By, string? Ticket, DateTimeOffset? Until);
