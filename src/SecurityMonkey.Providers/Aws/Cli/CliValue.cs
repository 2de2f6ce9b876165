using Amazon.Runtime;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>A kind of value, with what an object has and what a list is of.</summary>
/// <param name="Kind">The kind.</param>
internal sealed record CliValue(CliKind Kind)
{
    /// <summary>The shape of an object; null for others.</summary>
    public CliShape? Shape { get; private init; }

    /// <summary>What a list or a map is of; null for others.</summary>
    public CliValue? Element { get; private init; }

    /// <summary>The kind of value that a type of the SDK is printed as.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isWrapped">Whether its texts stand in objects of their own.</param>
    public static CliValue Of(Type type, bool isWrapped = false)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(bool) ? new CliValue(CliKind.Boolean)
            : plain == typeof(int) || plain == typeof(long) ? new CliValue(CliKind.Integer)
            : plain == typeof(double) || plain == typeof(float) || plain == typeof(decimal) ? new CliValue(CliKind.Number)
            : plain == typeof(DateTime) ? new CliValue(CliKind.Time)
            : plain == typeof(string) || typeof(ConstantClass).IsAssignableFrom(plain) ? new CliValue(isWrapped ? CliKind.WrappedText : CliKind.Text)
            : ElementOf(plain, typeof(Dictionary<,>)) is { } value ? new CliValue(CliKind.Map) { Element = Of(value) }
            : ElementOf(plain, typeof(List<>)) is { } element ? new CliValue(CliKind.List) { Element = Of(element, isWrapped) }
            : new CliValue(CliKind.Object) { Shape = CliShape.Of(plain) };
    }

    private static Type? ElementOf(Type type, Type generic)
        => type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[^1] : null;
}
