using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Storage;

/// <summary>What sessions keep from one run to the next. It is no part of the store's data: without it everything works, with more calls.</summary>
internal interface ISessionCaches : IAsyncDisposable
{
    /// <summary>The cache of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="isReadOnly">Whether nothing is to be kept.</param>
    /// <param name="warn">Told, once, when the cache cannot be used.</param>
    ISessionCache Of(Account account, bool isReadOnly, Action<string> warn);
}
