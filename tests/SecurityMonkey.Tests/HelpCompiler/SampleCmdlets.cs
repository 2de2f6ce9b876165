using System.Management.Automation;

namespace SecurityMonkey.Tests.HelpCompiler;

/// <summary>Colours, for a parameter that is an enumeration.</summary>
public enum SampleColour
{
    Red,
    Green,
}

/// <summary>What the sample writes.</summary>
public sealed class SampleOutput;

/// <summary>An abstract base, as the cmdlets of the module have.</summary>
public abstract class SampleCmdletBase : Cmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Label", "Title")]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    public string NoParameter { get; set; } = "";
}

/// <summary>A cmdlet with everything that the reader has to see.</summary>
[Cmdlet(VerbsCommon.Get, "SampleThing", SupportsShouldProcess = true, DefaultParameterSetName = "ByNumber")]
[OutputType(typeof(SampleOutput), typeof(void))]
public sealed class GetSampleThingCommand : SampleCmdletBase, IDynamicParameters
{
    [Parameter(ParameterSetName = "ByTime", Mandatory = true)]
    public DateTimeOffset? Since { get; set; }

    [Parameter(ParameterSetName = "ByNumber", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "ByTime", Mandatory = true)]
    public int Number { get; set; }

    [Parameter]
    public SampleColour[]? Colour { get; set; }

    [Parameter]
    [ValidateSet("Left", "Right")]
    public string? Side { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    public object GetDynamicParameters() => new RuntimeDefinedParameterDictionary();
}

/// <summary>A cmdlet with nothing.</summary>
[Cmdlet(VerbsCommon.Clear, "SampleThing")]
[OutputType(typeof(void))]
public sealed class ClearSampleThingCommand : Cmdlet;
