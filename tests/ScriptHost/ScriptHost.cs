using System.Globalization;
using System.Management.Automation.Host;

namespace SecurityMonkey.ScriptHost;

/// <summary>The host of one script: the console, and the exit code that the script asks for.</summary>
internal sealed class ScriptHost(ScriptHostUserInterface userInterface) : PSHost
{
    /// <summary>The code of the script's <c>exit</c>; null where it has none.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "SecurityMonkey.ScriptHost";

    public override PSHostUserInterface UI => userInterface;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException("There is nobody to ask.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("There is nobody to ask.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
