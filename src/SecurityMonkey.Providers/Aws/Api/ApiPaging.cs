namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>How the next page of an answer is asked for.</summary>
/// <param name="Input">The parameters that take the tokens.</param>
/// <param name="Output">The members of the answer that hold the tokens, in the order of <paramref name="Input"/>; no value in any means that there is no further page.</param>
/// <param name="More">The member of the answer that says whether there is a further page, or null.</param>
internal sealed record ApiPaging(IReadOnlyList<string> Input, IReadOnlyList<string> Output, string? More);
