namespace SecurityMonkey.Providers.Aws.Api;

/// <summary>What a member of an answer holds, where the answer does not show it by itself.</summary>
internal enum AnswerKind
{
    /// <summary>What it looks like: a text, or members.</summary>
    Text,

    /// <summary>A list: whatever its elements are called, each is an element of the list. One without elements is an empty list.</summary>
    List,

    /// <summary>Members, or a map whose keys are data. One without members is an empty object.</summary>
    Object,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A time: ISO 8601, or seconds since 1970.</summary>
    Time,

    /// <summary>A text that holds JSON, with the encoding of URLs or without.</summary>
    Document,
}
