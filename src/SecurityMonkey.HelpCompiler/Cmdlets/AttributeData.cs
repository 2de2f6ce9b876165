using System.Reflection;

namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>Reads attributes by name, because nothing of the assembly is ever run.</summary>
internal static class AttributeData
{
    /// <summary>The attributes of a member that have a full name.</summary>
    public static IEnumerable<CustomAttributeData> FindAttributes(this MemberInfo member, string fullName)
        => member.GetCustomAttributesData().Where(data => string.Equals(data.AttributeType.FullName, fullName, StringComparison.Ordinal));

    /// <summary>The value of a named argument; null where it was not given.</summary>
    public static object? GetNamed(this CustomAttributeData data, string name)
        => data.NamedArguments.FirstOrDefault(argument => string.Equals(argument.MemberName, name, StringComparison.Ordinal)).TypedValue.Value;

    /// <summary>The values of the constructor's arguments, those of arrays one by one.</summary>
    public static IEnumerable<object?> GetValues(this CustomAttributeData data)
        => data.ConstructorArguments.SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> values
            ? values.Select(value => value.Value)
            : [argument.Value]);
}
