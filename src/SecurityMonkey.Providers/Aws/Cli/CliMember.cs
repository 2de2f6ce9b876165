using System.Reflection;
using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>A member of an object that the AWS CLI prints.</summary>
/// <param name="Property">The property of the SDK's type.</param>
/// <param name="Name">The name that the CLI prints.</param>
/// <param name="Value">What it is.</param>
internal sealed record CliMember(PropertyInfo Property, string Name, CliValue Value)
{
    /// <summary>The name, ready to be written.</summary>
    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(Name);
}
