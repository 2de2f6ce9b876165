namespace SecurityMonkey.Engine.Storage;

/// <summary>A rule whose answers for a unit are in the store.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Fingerprint">Of everything its answers depend on, beside the items.</param>
/// <param name="Uses">What it asked for beside items.</param>
internal sealed record EvaluatedRule(string RuleId, byte[] Fingerprint, int Uses);
