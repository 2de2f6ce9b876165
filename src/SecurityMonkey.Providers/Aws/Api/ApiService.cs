namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>How a service is called, where a call does not say otherwise.</summary>
internal sealed record ApiService
{
    /// <summary>The name that the CLI has for it, such as <c>elbv2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How requests and answers are written: <c>query</c>, <c>json</c>, <c>rest-json</c>, <c>rest-xml</c>.</summary>
    public string Protocol { get; init; } = "json";

    /// <summary>The version of the API (<c>query</c>) or of JSON (<c>json</c>: <c>1.0</c>, <c>1.1</c>).</summary>
    public string Version { get; init; } = "";

    /// <summary>What stands before the action in the header <c>X-Amz-Target</c>.</summary>
    public string Target { get; init; } = "";

    /// <summary>The first labels of its host names.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The name that requests are signed for.</summary>
    public string SigningName { get; init; } = "";

    /// <summary>What stands before the action in policies.</summary>
    public string Permission { get; init; } = "";

    /// <summary>How it pages, or null.</summary>
    public ApiPaging? Paging { get; init; }

    /// <summary>Headers that each of its requests must have, by name in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What its answers hold.</summary>
    public AnswerTypes Types { get; init; } = AnswerTypes.None;
}
