using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SecurityMonkey.Commands.Hosting;
using SecurityMonkey.Engine;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Completes values from what the runspace's store and plug-ins know.</summary>
public abstract class StoreCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var session = StoreSession.Current;
            using var timeout = new CancellationTokenSource(Patience);
            var values = Task.Run(
                async () => await GetValuesAsync(await session.GetEngineAsync(_ => { }, timeout.Token).ConfigureAwait(false), timeout.Token).ConfigureAwait(false),
                CancellationToken.None).GetAwaiter().GetResult();
            var pattern = WildcardPattern.Get(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
            return [.. values.Where(value => pattern.IsMatch(value.Text)).Select(value => new CompletionResult(Quote(value.Text), value.Text, CompletionResultType.ParameterValue, value.ToolTip))];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Completion that fails stays silent; the command itself will say what is wrong.
            return [];
        }
    }

    /// <summary>The values there are, with what is shown beside each.</summary>
    private protected abstract Task<IEnumerable<(string Text, string ToolTip)>> GetValuesAsync(MonkeyEngine engine, CancellationToken cancellationToken);

    private static string Quote(string text)
        => text.All(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_')
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
