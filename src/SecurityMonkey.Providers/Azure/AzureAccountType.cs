using System.Runtime.CompilerServices;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Azure.Calls;
using SecurityMonkey.Providers.Azure.Credentials;
using SecurityMonkey.Providers.Azure.Http;

namespace SecurityMonkey.Providers.Azure;

/// <summary>An Azure tenant, or some of its subscriptions.</summary>
internal sealed class AzureAccountType : IApiAccountType, IAccountSource, IAccountIdentifier, IAccessPolicyWriter
{
    private static readonly char[] NotInNames = ['*', '?', '[', ']', '`'];

    public AccountType Definition { get; } = new()
    {
        Name = "Azure",
        Description = "An Azure tenant, or some of its subscriptions.",
        IdentifierLabel = "Tenant id",
        IdentifierToolTip = "The id (a GUID) or a domain name of the Entra tenant (az account show --query tenantId); tenant/subscription for an account that is one subscription.",
        Fields = AzureFields.All,
    };

    public IReadOnlyList<string> ScopeKinds { get; } = [AzureSession.SubscriptionScope, AzureSession.TenantScope];

    public IReadOnlyList<ApiCallMember> CallMembers => AzureCall.Members;

    public IReadOnlyList<string> SessionPermissions => AzurePermissions.OfSession;

    public void Validate(Account account)
    {
        if (account.IsThirdParty)
        {
            return;
        }

        CredentialKinds.Validate(account);
        AzureCloud.Of(account);
        if (account.GetField(AzureFields.SubscriptionId) is not null && (account.GetField(AzureFields.ManagementGroup) is not null || AzureAccountName.SubscriptionOf(account) is not null))
        {
            throw Invalid(account, "is narrowed twice: -SubscriptionId goes with neither -ManagementGroup nor an identifier that names a subscription");
        }
    }

    public async ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => await AzureSession.OpenAsync(account, context, cancellationToken).ConfigureAwait(false);

    public IReadOnlyList<string> GetPermissions(string callJson) => AzurePermissions.Of(AzureCall.Parse(callJson));

    public string WriteAccessPolicy(IReadOnlyList<string> permissions) => AzurePermissions.WriteRole(permissions);

    public async IAsyncEnumerable<Account> ListAccountsAsync(Account account, ISessionContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var pipelines = await AzurePipelines.OpenAsync(account, context, cancellationToken).ConfigureAwait(false);
        var claims = await pipelines.SignInAsync(cancellationToken).ConfigureAwait(false);
        var tenant = AzureAccountName.TenantOf(account) ?? claims.TenantId ?? "";
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var subscription in AzureSubscription.ListAsync(account, pipelines, claims.Identity, cancellationToken).ConfigureAwait(false))
        {
            var name = NameOf(subscription.Name);
            yield return account with
            {
                Id = 0,
                Name = names.Add(name) ? name : $"{name} ({subscription.Id})",
                Identifier = AzureAccountName.OfSubscription(tenant, subscription.Id),
                Fields = account.Fields
                    .Where(field => !Is(field.Key, AzureFields.ManagementGroup) && !Is(field.Key, AzureFields.SubscriptionId))
                    .ToDictionary(field => field.Key, field => field.Value),
            };
        }
    }

    public async ValueTask<Account> IdentifyAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        if (account is { Identifier.Length: > 0, Name.Length: > 0 })
        {
            return account;
        }

        using var pipelines = await AzurePipelines.OpenAsync(account, context, cancellationToken).ConfigureAwait(false);
        var claims = await pipelines.SignInAsync(cancellationToken).ConfigureAwait(false);
        var tenants = await ListTenantsAsync(pipelines, claims.Identity, cancellationToken).ConfigureAwait(false);
        var tenantId = AzureAccountName.TenantOf(account) ?? claims.TenantId ?? (tenants is [var only] ? only.Id : null)
            ?? throw Invalid(account, "can be in more than one tenant. Name it with -Identifier (az account show --query tenantId)");
        var found = tenants.FirstOrDefault(tenant => Is(tenant.Id, tenantId) || Is(tenant.Domain, tenantId));
        var label = found?.Domain is { Length: > 0 } domain ? domain.Split('.')[0] : tenantId;
        return account with
        {
            Identifier = account.Identifier.Length > 0 ? account.Identifier : tenantId,
            Name = account.Name.Length > 0 ? account.Name : NameOf(label),
        };
    }

    private static async Task<IReadOnlyList<Tenant>> ListTenantsAsync(AzurePipelines pipelines, string identity, CancellationToken cancellationToken)
    {
        var tenants = new List<Tenant>();
        try
        {
            await foreach (var tenant in pipelines.ArmClient.GetTenants().GetAllAsync(cancellationToken).ConfigureAwait(false))
            {
                tenants.Add(new Tenant(tenant.Data.TenantId?.ToString() ?? "", tenant.Data.DefaultDomain ?? ""));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            throw AzureErrors.OfException(exception, "/tenants", [], identity);
        }

        return tenants;
    }

    private static string NameOf(string text) => string.Concat(text.Trim().Select(character => NotInNames.Contains(character) || char.IsControl(character) ? '-' : character));

    private static bool Is(string? text, string name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);

    private static SecurityMonkeyException Invalid(Account account, string what)
        => new("AccountFieldInvalid", ErrorKind.InvalidArgument, $"The Azure account '{account.Name}' {what}.")
        {
            Target = account.Name,
        };

    private sealed record Tenant(string Id, string Domain);
}
