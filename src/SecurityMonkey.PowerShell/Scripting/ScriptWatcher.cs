using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>A watcher whose items a script writes: each a table or an object with Id and Config, and if need be Name and Region.</summary>
internal sealed class ScriptWatcher(ItemType itemType, ScriptRunner script) : IWatcher
{
    public ItemType ItemType => itemType;

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = Channel.CreateUnbounded<ItemSnapshot>(new UnboundedChannelOptions { SingleReader = true });
        var running = Task.Run(() => Run(context, items.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in items.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Run(IWatchContext context, ChannelWriter<ItemSnapshot> items, CancellationToken cancellationToken)
    {
        try
        {
            var problem = (Exception?)null;
            var errors = script.Run(
                output =>
                {
                    try
                    {
                        items.TryWrite(Read(output));
                    }
                    catch (FormatException exception)
                    {
                        problem ??= Failed(exception.Message, exception);
                    }
                },
                context.Warn,
                cancellationToken,
                context.Account);

            // After an error that it wrote and went on, something may be missing from the list: nothing is called deleted.
            problem ??= errors.Count > 0 ? Failed(ScriptRunner.Describe(errors[0]), errors[0].Exception) : null;
            if (problem is null)
            {
                context.Complete("");
            }
            else
            {
                context.Fail("", problem);
            }

            items.Complete();
        }
        catch (RuntimeException exception)
        {
            items.Complete(Failed(ScriptRunner.Describe(exception.ErrorRecord), exception));
        }
        catch (Exception exception)
        {
            items.Complete(exception);
        }
    }

    private SecurityMonkeyException Failed(string reason, Exception? cause)
        => new("ScriptFailed", ErrorKind.Unexpected, $"The script that collects {itemType.Id} failed: {reason}", cause);

    private static ItemSnapshot Read(PSObject output)
    {
        var id = Get(output, "Id")?.ToString();
        if (string.IsNullOrEmpty(id) || Get(output, "Config") is not { } config)
        {
            throw new FormatException("It wrote something that is no item. An item is a table or an object with Id and Config, such as @{ Id = 'web-1'; Config = @{ Port = 443 } }.");
        }

        return new ItemSnapshot(id, ScriptJson.Write(config))
        {
            Name = Get(output, "Name")?.ToString() is { Length: > 0 } name ? name : id,
            Region = Get(output, "Region")?.ToString() is { Length: > 0 } region ? region : Region.Global,
        };
    }

    private static object? Get(PSObject output, string name)
        => output.BaseObject is IDictionary table
            ? table.Keys.OfType<string>().Where(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)).Select(key => table[key]).FirstOrDefault()
            : output.Properties[name]?.Value;
}
