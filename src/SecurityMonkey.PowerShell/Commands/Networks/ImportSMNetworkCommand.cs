using System.Management.Automation;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine.Accounts;

namespace SecurityMonkey.Commands.Networks;

/// <summary>Import-SMNetwork: adds the networks of a list: CSV with the columns cidr, name and notes, or one block a line.</summary>
[Cmdlet(VerbsData.Import, "SMNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(KnownNetwork))]
public sealed class ImportSMNetworkCommand : StoreCmdlet
{
    private IReadOnlyList<string> _paths = [];

    /// <summary>The files.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The name of networks that have none in the file. Without it, the file's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _paths = [.. Path.Select(GetUnresolvedProviderPathFromPSPath)];
    }

    private protected override async Task ProcessAsync(CmdletPipeline pipeline, CancellationToken cancellationToken)
    {
        var engine = await GetEngineAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var path in _paths)
        {
            if (!File.Exists(path))
            {
                await pipeline.WriteErrorAsync(
                    ErrorRecords.NotFound("network file", path, "Name a CSV file with the columns cidr and name, or a file with one block a line.")).ConfigureAwait(false);
                continue;
            }

            // All or nothing: half a list of networks is a wrong one.
            var text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            var networks = NetworkList.Parse(text, path, Name ?? System.IO.Path.GetFileNameWithoutExtension(path));
            if (await pipeline.ShouldProcessAsync(path, $"Import {networks.Count} networks").ConfigureAwait(false))
            {
                await NetworkWriting.WriteAsync(pipeline, engine, networks, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
