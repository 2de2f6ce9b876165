using SecurityMonkey.Plugins;

namespace SecurityMonkey.Commands.Scripting;

/// <summary>An account of which the module itself knows nothing: only watchers that are registered for it collect it.</summary>
internal sealed class ScriptAccountType : IPlugin, IAccountType, IAccountSession
{
    public const string TypeName = "Script";

    string IPlugin.Name => TypeName;

    public AccountType Definition { get; } = new()
    {
        Name = TypeName,
        Description = "Whatever the watchers collect that you register for it (Register-SMWatcher).",
        IdentifierLabel = "Identifier",
        IdentifierToolTip = "Any text that no other Script account has; the account's name where it is not given.",
        IsIdentifierRequired = false,
    };

    public IReadOnlyList<IWatcher> Watchers => [];

    public void Register(IPluginRegistry registry) => registry.AddAccountType(this);

    public void Validate(Account account)
    {
    }

    public ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken) => ValueTask.FromResult<IAccountSession>(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
