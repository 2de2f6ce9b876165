namespace SecurityMonkey.Network;

/// <summary>Numbers from one to another, both included.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
internal readonly record struct NumberRange(UInt128 First, UInt128 Last);
