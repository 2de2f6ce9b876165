using System.Collections.ObjectModel;
using System.Management.Automation;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Turns the custom fields of an account type into parameters.</summary>
internal static class AccountFieldParameters
{
    /// <summary>The parameters for some fields.</summary>
    /// <param name="fields">The fields; of two with the same name the first counts.</param>
    /// <param name="isAdding">Whether required fields must be given: when an account is added, but not when it is changed.</param>
    public static RuntimeDefinedParameterDictionary Create(IEnumerable<AccountField> fields, bool isAdding)
    {
        var parameters = new RuntimeDefinedParameterDictionary();
        foreach (var field in fields.DistinctBy(field => field.Name))
        {
            var attributes = new Collection<Attribute>
            {
                new ParameterAttribute { Mandatory = isAdding && field.IsRequired, HelpMessage = field.ToolTip, ValueFromPipelineByPropertyName = true },
            };
            if (field.AllowedValues.Count > 0)
            {
                attributes.Add(new ValidateSetAttribute([.. field.AllowedValues]));
            }

            parameters.Add(field.Name, new RuntimeDefinedParameter(field.Name, typeof(string), attributes));
        }

        return parameters;
    }

    /// <summary>The values that were given.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="accountType">The type.</param>
    /// <param name="resolvePath">Makes a path absolute.</param>
    public static Dictionary<string, string> ReadValues(
        RuntimeDefinedParameterDictionary? parameters, AccountType accountType, Func<string, string> resolvePath)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in accountType.Fields)
        {
            if (parameters is not null && parameters.TryGetValue(field.Name, out var parameter) && parameter is { IsSet: true, Value: string value })
            {
                values[field.Name] = field.IsPath ? resolvePath(value) : value;
            }
        }

        return values;
    }
}
