using System.Runtime.CompilerServices;
using Amazon.EC2;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>EC2 in one region of an account.</summary>
/// <param name="Name">The region.</param>
/// <param name="Client">The client; its calls are retried, and take turns with all other calls of the run.</param>
/// <param name="Context">Says what failed.</param>
internal sealed record Ec2Region(string Name, AmazonEC2Client Client, IWatchContext Context)
{
    /// <summary>Opens EC2 in a region.</summary>
    public static Ec2Region Open(string region, IWatchContext context) => new(region, ((AwsSession)context.Session).GetEc2(region), context);

    /// <summary>A call, as messages speak of it.</summary>
    /// <param name="action">The action.</param>
    /// <param name="subject">Whose answer it is about; empty where it is about the region.</param>
    public AwsCall Describe(string action, string subject = "") => new(Context.Account.Name, "ec2", action, Name) { Subject = subject };

    /// <summary>Reads a list with all its pages.</summary>
    public IAsyncEnumerable<T> ReadAsync<T>(string action, IAsyncEnumerable<T> pages, CancellationToken cancellationToken)
        => AwsCallGuard.ReadAsync(Describe(action), pages, cancellationToken);

    /// <summary>Reads a list that comes at once.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(Func<AmazonEC2Client, Task<List<T>?>> list)
    {
        foreach (var item in await list(Client).ConfigureAwait(false) ?? [])
        {
            yield return item;
        }
    }

    /// <summary>Reads a list below a parent. One that cannot be read fails alone.</summary>
    /// <param name="parent">The parent's id, which names the scope.</param>
    /// <param name="action">The action.</param>
    /// <param name="pages">The list.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<T> ReadPartAsync<T>(
        string parent, string action, IAsyncEnumerable<T> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = AwsCallGuard.ReadAsync(Describe(action, parent), pages, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await TryMoveNextAsync(items, parent).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }

    private async ValueTask<bool> TryMoveNextAsync<T>(IAsyncEnumerator<T> items, string parent)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (SecurityMonkeyException exception)
        {
            Context.Fail($"{Name}/{parent}", exception);
            return false;
        }
    }
}
