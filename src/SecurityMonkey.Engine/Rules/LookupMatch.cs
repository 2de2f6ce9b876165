namespace SecurityMonkey.Engine.Rules;

/// <summary>How what stands in a looked-up item must be like the value that it is looked up by.</summary>
internal enum LookupMatch
{
    /// <summary>The same.</summary>
    Exact,

    /// <summary>The same but for the case of letters, as ids of Azure are.</summary>
    IgnoreCase,

    /// <summary>An id that lies under the value: the value, a slash, and more. The case of letters does not count.</summary>
    Below,
}
