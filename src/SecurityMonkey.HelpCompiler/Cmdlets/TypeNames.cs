namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>Names of types as PowerShell's syntax shows them.</summary>
internal static class TypeNames
{
    private const string Nullable = "System.Nullable`1";

    // PowerShell's type accelerators, as Get-Command -Syntax writes them.
    private static readonly Dictionary<string, string> Accelerators = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Char"] = "char",
        ["System.Collections.Hashtable"] = "hashtable",
        ["System.DateTime"] = "datetime",
        ["System.Decimal"] = "decimal",
        ["System.Double"] = "double",
        ["System.Guid"] = "guid",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Management.Automation.PSCredential"] = "pscredential",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Management.Automation.ScriptBlock"] = "scriptblock",
        ["System.Security.SecureString"] = "securestring",
        ["System.String"] = "string",
        ["System.TimeSpan"] = "timespan",
        ["System.Uri"] = "uri",
        ["System.Version"] = "version",
    };

    /// <summary>The type of one value: without the array and without the nullable around it.</summary>
    public static Type GetValueType(Type type)
    {
        var element = type.IsArray ? type.GetElementType() ?? type : type;
        return element.IsGenericType && string.Equals(element.GetGenericTypeDefinition().FullName, Nullable, StringComparison.Ordinal)
            ? element.GetGenericArguments()[0]
            : element;
    }

    /// <summary>The name as syntax shows it, such as string[] or IssueStatus.</summary>
    public static string GetDisplayName(Type type)
    {
        var value = GetValueType(type);
        var name = Accelerators.GetValueOrDefault(GetFullName(value), value.Name);
        return type.IsArray ? $"{name}[]" : name;
    }

    /// <summary>The full name of the type of one value.</summary>
    public static string GetFullName(Type type) => GetValueType(type).FullName ?? type.Name;
}
