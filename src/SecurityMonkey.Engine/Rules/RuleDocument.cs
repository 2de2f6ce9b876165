using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A rule that is data: what is known of it, its condition and its examples.</summary>
/// <param name="Rule">Id, title, score and texts.</param>
/// <param name="Condition">When an item fails.</param>
/// <param name="Examples">Configurations with what the rule should say of them.</param>
/// <param name="File">The file it is from.</param>
/// <param name="Line">Where it starts in the file.</param>
internal sealed record RuleDocument(Rule Rule, RuleCondition Condition, IReadOnlyList<RuleExample> Examples, string File, int Line);

/// <summary>When an item fails a rule, as texts that were checked but are compiled for each evaluator.</summary>
/// <param name="ForEach">Paths of elements that are looked at one by one; none means the whole configuration.</param>
/// <param name="When">The JMESPath expression that is true where something is wrong.</param>
/// <param name="Message">The message, with expressions in braces.</param>
/// <param name="Discriminator">What tells findings apart, with expressions in braces; empty means the message's place decides.</param>
/// <param name="Evidence">Expressions whose values are shown as evidence.</param>
internal sealed record RuleCondition(
    IReadOnlyList<PathPattern> ForEach, string When, string Message, string Discriminator, IReadOnlyList<string> Evidence);

/// <summary>A configuration with what a rule should say of it.</summary>
/// <param name="Name">The example's name.</param>
/// <param name="ConfigJson">The configuration as JSON text.</param>
/// <param name="Parameters">Parameters that differ from the rule's, as JSON texts.</param>
/// <param name="IsFailExpected">Whether the rule should find something.</param>
/// <param name="Findings">How many findings there should be; null means any number.</param>
/// <param name="Line">Where it stands in the file.</param>
internal sealed record RuleExample(
    string Name, string ConfigJson, IReadOnlyDictionary<string, string> Parameters, bool IsFailExpected, int? Findings, int Line);
