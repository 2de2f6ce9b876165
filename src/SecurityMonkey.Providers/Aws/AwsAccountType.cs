using System.Text.RegularExpressions;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Api;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws;

/// <summary>An AWS account, reached with the credentials of whoever runs the module, or through a role in the account.</summary>
internal sealed partial class AwsAccountType : IApiAccountType, IAccountIdentifier, IAccountSource, IAccessPolicyWriter
{
    private readonly AwsSessionOptions _options;

    /// <summary>Creates the account type.</summary>
    /// <param name="options">What sessions take from the process; null means as usual.</param>
    public AwsAccountType(AwsSessionOptions? options = null) => _options = options ?? new AwsSessionOptions();

    public AccountType Definition { get; } = new()
    {
        Name = "AWS",
        Description = "An AWS account, reached with the credentials of whoever runs the module, or through a role in the account.",
        IdentifierLabel = "Account number",
        IdentifierToolTip = "The 12-digit account number (aws sts get-caller-identity --query Account).",
        Fields =
        [
            new AccountField(AwsFields.RoleName, "Role name")
            {
                ToolTip = "The role to assume in the account, by name or ARN. Without it the credentials are used as they are.",
            },
            new AccountField(AwsFields.ExternalId, "External id") { ToolTip = "The external id that the role's trust policy asks for." },
            new AccountField(AwsFields.SessionName, "Session name") { ToolTip = "What the sessions of the role are called in CloudTrail; SecurityMonkey where it is not given." },
            new AccountField(AwsFields.Profile, "Profile") { ToolTip = "The profile of the AWS configuration files to start from." },
            new AccountField(AwsFields.Partition, "Partition")
            {
                ToolTip = "The partition the account is in; aws where it is not given.",
                AllowedValues = AwsPartition.Names,
            },
            new AccountField(AwsFields.HomeRegion, "Home region")
            {
                ToolTip = "The region that is asked who the caller is and which regions there are; us-east-1, us-gov-west-1 or cn-north-1 where it is not given.",
            },
            new AccountField(AwsFields.EndpointUrl, "Endpoint URL")
            {
                ToolTip = "The address of all services, such as that of an emulator: http://localhost:4566. Without it, AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE> count.",
            },
        ],
    };

    public IReadOnlyList<string> ScopeKinds { get; } = [AwsSession.RegionKind, AwsSession.GlobalKind];

    public IReadOnlyList<ApiCallMember> CallMembers => AwsApiCalls.Members;

    public IReadOnlyList<string> GetPermissions(string callJson) => AwsApiCalls.GetPermissions(callJson);

    public void Validate(Account account)
    {
        if (!AccountNumber().IsMatch(account.Identifier))
        {
            throw Invalid("AccountIdentifierInvalid", account, $"'{account.Identifier}' is not an AWS account number; it has 12 digits, such as 123456789012.");
        }

        if (account.GetField(AwsFields.EndpointUrl) is { Length: > 0 } text
            && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
        {
            throw Invalid("AccountFieldInvalid", account, "-EndpointUrl is not an http or https address without a name or password, such as http://localhost:4566.");
        }

        if (account.GetField(AwsFields.SessionName) is { Length: > 0 } name && !SessionName().IsMatch(name))
        {
            throw Invalid("AccountFieldInvalid", account, $"-SessionName cannot be '{name}': it has 2 to 64 letters, digits and the signs _+=,.@-.");
        }

        if (account.GetField(AwsFields.RoleName) is { Length: > 0 } role && Amazon.Arn.TryParse(role, out var arn)
            && !string.Equals(arn.AccountId, account.Identifier, StringComparison.Ordinal))
        {
            throw Invalid("AccountFieldInvalid", account, $"The role {role} is in account {arn.AccountId} and not in {account.Identifier}.");
        }
    }

    public async ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => await AwsSession.OpenAsync(account, _options, context, cancellationToken).ConfigureAwait(false);

    public async ValueTask<Account> IdentifyAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        if (account.Identifier.Length == 0 && account.GetField(AwsFields.RoleName) is { Length: > 0 } role && !Amazon.Arn.IsArn(role))
        {
            throw Invalid("AccountIdentifierMissing", account, $"The role '{role}' is named without its account. Give its ARN, or the account number (-Identifier).");
        }

        using var connection = await AwsConnection.OpenAsync(account, _options, context.EnterCallAsync).ConfigureAwait(false);
        var caller = await connection.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
        return account with
        {
            Identifier = account.Identifier.Length == 0 ? caller.Account : account.Identifier,
            Name = account.Name.Length > 0 ? account.Name : account.GetField(AwsFields.Profile) is { Length: > 0 } profile ? profile : caller.Account,
        };
    }

    public IAsyncEnumerable<Account> ListAccountsAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => AwsOrganization.ListAccountsAsync(account, _options, context, cancellationToken);

    public IReadOnlyList<string> SessionPermissions { get; } = [AwsRegionList.Permission];

    public string WriteAccessPolicy(IReadOnlyList<string> permissions) => AwsAccessPolicy.Write(permissions);

    private static SecurityMonkeyException Invalid(string errorId, Account account, string message)
        => new(errorId, ErrorKind.InvalidArgument, message) { Target = account.Name };

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex AccountNumber();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex SessionName();
}
