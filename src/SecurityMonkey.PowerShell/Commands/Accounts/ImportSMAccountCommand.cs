using System.Collections;
using System.Management.Automation;
using SecurityMonkey.Commands.Binding;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Accounts;

/// <summary>Import-SMAccount: adds many accounts at once: those that another account knows of, those of a file, or those of the pipeline.</summary>
[Cmdlet(VerbsData.Import, "SMAccount", DefaultParameterSetName = FromPipeline, SupportsShouldProcess = true)]
[OutputType(typeof(Account))]
public sealed class ImportSMAccountCommand : StoreCmdlet
{
    private const string FromAccount = "Account";
    private const string FromFile = "File";
    private const string FromPipeline = "Object";

    /// <summary>The account whose organisation, tenant or enterprise is listed; its credentials are used.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromAccount)]
    [ArgumentCompleter(typeof(AccountCompleter))]
    public string From { get; set; } = "";

    /// <summary>A CSV file with a header: Type, Name, Identifier, Notes, and the fields of the account type.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromFile)]
    public string Path { get; set; } = "";

    /// <summary>An object with the properties Name, Identifier, Type, Notes, and the fields of the account type.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromPipeline)]
    public PSObject? InputObject { get; set; }

    /// <summary>The type of accounts that do not say theirs.</summary>
    [Parameter(ParameterSetName = FromFile)]
    [Parameter(ParameterSetName = FromPipeline)]
    [ArgumentCompleter(typeof(AccountTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>Names of the accounts to import; wildcards are allowed. Without it, all.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Fields that all of them get, such as @{ RoleName = 'SecurityMonkey' }. They count before those that were listed, and an account's own before them.</summary>
    [Parameter]
    public Hashtable? Field { get; set; }

    /// <summary>Adds the accounts without collecting them for now.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var import = new AccountImport(engine, pipeline, TextFilter.Of(Name), await pipeline.CallAsync(ReadFields).ConfigureAwait(false), Type, Disabled);
        switch (ParameterSetName)
        {
            case FromAccount:
                foreach (var source in await FindAccountsAsync(pipeline, engine, [WildcardPattern.Escape(From)], cancellationToken).ConfigureAwait(false))
                {
                    await import.ImportFromAsync(source, cancellationToken).ConfigureAwait(false);
                }

                break;
            case FromFile:
                var file = await pipeline.CallAsync(() => GetUnresolvedProviderPathFromPSPath(Path)).ConfigureAwait(false);
                foreach (var row in CsvFile.Read(file))
                {
                    await import.ImportAsync(row, cancellationToken).ConfigureAwait(false);
                }

                break;
            default:
                await import.ImportAsync(await pipeline.CallAsync(ReadProperties).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private Dictionary<string, string> ReadFields()
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Field ?? [])
        {
            fields[TextOf(entry.Key)] = TextOf(entry.Value);
        }

        return fields;
    }

    private Dictionary<string, string> ReadProperties()
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (InputObject?.BaseObject is IDictionary map)
        {
            foreach (DictionaryEntry entry in map)
            {
                values[TextOf(entry.Key)] = TextOf(entry.Value);
            }

            return values;
        }

        foreach (var property in InputObject?.Properties ?? Enumerable.Empty<PSPropertyInfo>())
        {
            values[property.Name] = TextOf(property.Value);
        }

        return values;
    }

    private static string TextOf(object? value) => (string)LanguagePrimitives.ConvertTo(value ?? "", typeof(string), System.Globalization.CultureInfo.InvariantCulture);
}
