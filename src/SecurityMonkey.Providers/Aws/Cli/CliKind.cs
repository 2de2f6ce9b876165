namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>How the AWS CLI prints a value.</summary>
internal enum CliKind
{
    /// <summary>Text, and the constants of the SDK.</summary>
    Text,

    /// <summary>Text in an object of its own: <c>{ "Value": "text" }</c>.</summary>
    WrappedText,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A time, as text.</summary>
    Time,

    /// <summary>An object.</summary>
    Object,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object whose members are not known beforehand.</summary>
    Map,
}
