using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.PowerShellTests.Support;

/// <summary>A runspace with the cmdlets, connected to a store of its own in a temporary folder.</summary>
public sealed class CmdletHost : IDisposable
{
    private readonly Runspace _runspace;

    public CmdletHost(params Type[] moreCmdlets)
    {
        Folder = Directory.CreateTempSubdirectory("securitymonkey-").FullName;
        Directory.CreateDirectory(Documents);
        var state = InitialSessionState.CreateDefault2();
        foreach (var type in typeof(AsyncCmdlet).Assembly.GetExportedTypes().Concat(moreCmdlets))
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
            }
        }

        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Run($"$null = Connect-SMStore -Path '{Path.Combine(Folder, "store.db")}'").ThrowIfFailed();
    }

    /// <summary>A folder that is removed in the end.</summary>
    public string Folder { get; }

    /// <summary>The folder of documents of the account that <see cref="AddExportAccount"/> adds.</summary>
    public string Documents => Path.Combine(Folder, "documents");

    /// <summary>Runs a script.</summary>
    public CmdletResult Run(string script)
    {
        using var shell = CreateShell(script);
        return Invoke(shell);
    }

    /// <summary>A shell in the runspace with a script to run.</summary>
    public PowerShell CreateShell(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Runs a shell and takes everything it writes.</summary>
    public static CmdletResult Invoke(PowerShell shell)
    {
        var output = new List<PSObject>();
        try
        {
            shell.Invoke(null, output);
            return new CmdletResult(output, [.. shell.Streams.Error], [.. shell.Streams.Warning.Select(record => record.Message)], null);
        }
        catch (RuntimeException exception)
        {
            return new CmdletResult(output, [.. shell.Streams.Error], [.. shell.Streams.Warning.Select(record => record.Message)], exception);
        }
    }

    /// <summary>What pressing the tabulator behind a text offers.</summary>
    public IReadOnlyList<string> Complete(string text)
    {
        using var shell = PowerShell.Create(_runspace);
        return [.. CommandCompletion.CompleteInput(text, text.Length, options: null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }

    /// <summary>Writes a document.</summary>
    public void WriteDocument(string name, string json) => File.WriteAllText(Path.Combine(Documents, name), json);

    /// <summary>Writes a list of security groups, each with the ports that it opens to anybody.</summary>
    public void WriteGroups(params (string Name, int[] OpenPorts)[] groups)
        => WriteDocument("groups-eu-west-1.json", $$"""{"SecurityGroups":[{{string.Join(',', groups.Select(group => Group(group.Name, group.OpenPorts)))}}]}""");

    /// <summary>Adds an account for the documents.</summary>
    public void AddExportAccount(string name = "demo") => Run($"Add-SMAccount -Type Export -Name '{name}' -Path '{Documents}'").ThrowIfFailed();

    public void Dispose()
    {
        Run("Disconnect-SMStore");
        _runspace.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Group(string name, int[] openPorts)
    {
        var permissions = openPorts.Select(port => $$"""{"IpProtocol":"tcp","FromPort":{{port}},"ToPort":{{port}},"IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[]}""");
        return $$"""{"GroupId":"sg-{{name}}","GroupName":"{{name}}","IpPermissions":[{{string.Join(',', permissions)}}],"IpPermissionsEgress":[],"Tags":[]}""";
    }
}
