using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>What adding and changing accounts have in common: the settings that every type has, and the fields of the type.</summary>
public abstract class AccountWritingCmdlet : StoreCmdlet, IDynamicParameters
{
    private RuntimeDefinedParameterDictionary? _fieldParameters;

    /// <summary>What the provider calls the account: see Get-SMAccountType for what that is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Identifier { get; set; }

    /// <summary>Free text.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Notes { get; set; }

    /// <summary>Item types that are in scope; wildcards are allowed. Without it, all. Items of other types leave the scope and are not called deleted.</summary>
    [Parameter]
    [Alias("Technology")]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    [SupportsWildcards]
    public string[]? ItemType { get; set; }

    /// <summary>Regions that are in scope; wildcards are allowed. Without it, all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [SupportsWildcards]
    public string[]? Region { get; set; }

    /// <summary>Names or native ids of items that are left out of scope; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? ExcludedName { get; set; }

    /// <summary>The parameters that the fields of the account's type become.</summary>
    public abstract object GetDynamicParameters();

    /// <summary>Makes the parameters; where the type is not known, those of all types, so that the error is about the type and not about them.</summary>
    private protected RuntimeDefinedParameterDictionary SetFieldParameters(AccountType? accountType, bool isAdding)
        => _fieldParameters = accountType is null
            ? AccountFieldParameters.Create(StoreSession.Plugins.AccountTypes.SelectMany(type => type.Definition.Fields), isAdding: false)
            : AccountFieldParameters.Create(accountType.Fields, isAdding);

    private protected Task<Dictionary<string, string>> ReadFieldsAsync(CmdletPipeline pipeline, AccountType definition)
        => pipeline.CallAsync(() => AccountFieldParameters.ReadValues(_fieldParameters, definition, GetUnresolvedProviderPathFromPSPath));

    /// <summary>The account with the settings that were given.</summary>
    private protected Account ApplyTo(Account account) => account with
    {
        Identifier = Identifier ?? account.Identifier,
        Notes = Notes ?? account.Notes,
        ItemTypes = ItemType ?? account.ItemTypes,
        Regions = Region ?? account.Regions,
        ExcludedNames = ExcludedName ?? account.ExcludedNames,
    };
}
