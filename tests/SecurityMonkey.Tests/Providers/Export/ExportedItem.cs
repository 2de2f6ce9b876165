using System.Text.RegularExpressions;
using SecurityMonkey.Providers.Aws.Cli;

namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>An item as it was collected, with a copy of its configuration.</summary>
internal sealed record ExportedItem(string ItemType, string NativeId, string Name, string Region, string Scope, string Config)
{
    /// <summary>The configuration without the empty lists that stand for what a document of AWS left out.</summary>
    public string AsWritten
    {
        get
        {
            var names = CliModels.Find(ItemType)?.Members.Where(member => member.Value.Kind == CliKind.List).Select(member => member.Name).ToArray() ?? [];
            return names.Length == 0 ? Config : Regex.Replace(Config, $$"""(,"({{string.Join('|', names)}})":\[\])+(?=}\z)""", "");
        }
    }
}
