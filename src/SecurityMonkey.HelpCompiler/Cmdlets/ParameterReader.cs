using System.Reflection;

namespace SecurityMonkey.HelpCompiler.Cmdlets;

/// <summary>Reads the parameters of a cmdlet's class.</summary>
internal static class ParameterReader
{
    private const string Namespace = "System.Management.Automation.";

    /// <summary>The parameters, those of the class before those of its base classes.</summary>
    public static IReadOnlyList<CmdletParameter> Read(Type cmdlet)
    {
        var parameters = new List<CmdletParameter>();
        for (var type = cmdlet; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                // An overriding property comes first and counts.
                var isKnown = parameters.Exists(known => string.Equals(known.Name, property.Name, StringComparison.Ordinal));
                if (!isKnown && Read(property) is { } parameter)
                {
                    parameters.Add(parameter);
                }
            }
        }

        return parameters;
    }

    /// <summary>-WhatIf and -Confirm, as PowerShell gives them to every cmdlet that supports ShouldProcess.</summary>
    public static IEnumerable<CmdletParameter> GetShouldProcessParameters() => [MakeSwitch("WhatIf", "wi"), MakeSwitch("Confirm", "cf")];

    private static CmdletParameter? Read(PropertyInfo property)
    {
        ParameterUse[] uses = [.. property.FindAttributes(Namespace + "ParameterAttribute").Select(ReadUse)];
        if (uses.Length == 0)
        {
            return null;
        }

        var type = property.PropertyType;
        return new CmdletParameter(property.Name, TypeNames.GetDisplayName(type), TypeNames.GetFullName(type))
        {
            Uses = uses,
            Aliases = ReadStrings(property, "AliasAttribute"),
            AllowedValues = ReadAllowedValues(property),
            AcceptsWildcards = property.FindAttributes(Namespace + "SupportsWildcardsAttribute").Any(),
            IsArray = type.IsArray,
            IsSwitch = string.Equals(type.FullName, Namespace + "SwitchParameter", StringComparison.Ordinal),
        };
    }

    private static ParameterUse ReadUse(CustomAttributeData data) => new(data.GetNamed("ParameterSetName") as string ?? ParameterUse.AllSets)
    {
        IsMandatory = data.GetNamed("Mandatory") is true,
        Position = data.GetNamed("Position") is int and >= 0 and var position ? position : null,
        IsByValue = data.GetNamed("ValueFromPipeline") is true,
        IsByPropertyName = data.GetNamed("ValueFromPipelineByPropertyName") is true,
    };

    private static IReadOnlyList<string> ReadAllowedValues(PropertyInfo property)
    {
        var set = ReadStrings(property, "ValidateSetAttribute");
        var type = TypeNames.GetValueType(property.PropertyType);
        return set.Count == 0 && type.IsEnum ? type.GetEnumNames() : set;
    }

    private static IReadOnlyList<string> ReadStrings(PropertyInfo property, string attribute)
        => [.. property.FindAttributes(Namespace + attribute).SelectMany(data => data.GetValues()).OfType<string>()];

    private static CmdletParameter MakeSwitch(string name, string alias) => new(name, "SwitchParameter", Namespace + "SwitchParameter")
    {
        Uses = [new ParameterUse(ParameterUse.AllSets)],
        Aliases = [alias],
        IsSwitch = true,
        IsCommon = true,
    };
}
