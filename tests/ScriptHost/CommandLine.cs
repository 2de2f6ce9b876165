using System.Text.RegularExpressions;

namespace SecurityMonkey.ScriptHost;

/// <summary>Turns the arguments of a command line into a call of a script, as <c>pwsh -File</c> does.</summary>
internal static partial class CommandLine
{
    /// <summary>The call.</summary>
    /// <param name="args">The script and its arguments.</param>
    public static string ToScript(string[] args)
        => string.Join(' ', args.Skip(1).Select(argument => ParameterName().IsMatch(argument) ? argument : Quote(argument)).Prepend("& " + Quote(Path.GetFullPath(args[0]))));

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A-[A-Za-z]\w*\z")]
    private static partial Regex ParameterName();
}
