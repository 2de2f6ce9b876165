using SecurityMonkey.Engine.Plugins;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Checks accounts against the definition of their type before they are stored.</summary>
internal sealed class AccountValidator(PluginCatalog plugins)
{
    /// <summary>An account as it is to be stored: names of type, fields and allowed values as they are defined.</summary>
    /// <exception cref="SecurityMonkeyException">Something is missing or wrong; the message says what is expected.</exception>
    public Account Validate(Account account)
    {
        if (string.IsNullOrWhiteSpace(account.Name) || TextFilter.HasWildcard(account.Name))
        {
            throw Invalid("AccountNameInvalid", account, $"'{account.Name}' cannot be the name of an account: it must not be empty or hold the wildcard characters * ? [.");
        }

        var accountType = plugins.GetAccountType(account.Type);
        var definition = accountType.Definition;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in account.Fields)
        {
            var field = definition.Fields.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid(
                    "AccountFieldUnknown",
                    account,
                    $"Accounts of type {definition.Name} have no field '{name}'. Their fields are: {string.Join(", ", definition.Fields.Select(known => known.Name))}.");
            fields[field.Name] = ValidateField(account, field, value);
        }

        foreach (var field in definition.Fields.Where(field => field.IsRequired && !account.IsThirdParty && !fields.ContainsKey(field.Name)))
        {
            throw Invalid("AccountFieldMissing", account, $"The {definition.Name} account '{account.Name}' needs -{field.Name}: {field.ToolTip}");
        }

        if (account.Identifier.Length == 0 && definition.IsIdentifierRequired)
        {
            throw Invalid(
                "AccountIdentifierMissing",
                account,
                $"The {definition.Name} account '{account.Name}' needs -Identifier ({definition.IdentifierLabel}): {definition.IdentifierToolTip}");
        }

        var checkedAccount = account with
        {
            Type = definition.Name,
            Identifier = account.Identifier.Length == 0 ? account.Name : account.Identifier.Trim(),
            Fields = fields,
        };
        accountType.Validate(checkedAccount);
        return checkedAccount;
    }

    private static string ValidateField(Account account, AccountField field, string value)
    {
        if (field.IsSecret && !SecretReference.IsReference(value))
        {
            // The value may be the secret itself, so it is not repeated.
            throw Invalid(
                "AccountSecretNotReference",
                account,
                $"-{field.Name} takes a reference to the secret, never the secret itself: env:NAME, file:PATH or secret:NAME. Nothing was stored.");
        }

        if (field.AllowedValues.Count == 0)
        {
            return value;
        }

        return field.AllowedValues.FirstOrDefault(allowed => string.Equals(allowed, value, StringComparison.OrdinalIgnoreCase))
            ?? throw Invalid("AccountFieldInvalid", account, $"-{field.Name} cannot be '{value}'. It takes: {string.Join(", ", field.AllowedValues)}.");
    }

    private static SecurityMonkeyException Invalid(string errorId, Account account, string message)
        => new(errorId, ErrorKind.InvalidArgument, message)
        {
            Target = account.Name,
        };
}
