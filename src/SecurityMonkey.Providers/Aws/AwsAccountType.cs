using System.Text.RegularExpressions;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws;

/// <summary>An AWS account, reached with the credentials of whoever runs the module, or through a role in the account.</summary>
internal sealed partial class AwsAccountType : IAccountType
{
    public AccountType Definition { get; } = new()
    {
        Name = "AWS",
        Description = "An AWS account, reached with the credentials of whoever runs the module, or through a role in the account.",
        IdentifierLabel = "Account number",
        IdentifierToolTip = "The 12-digit account number (aws sts get-caller-identity --query Account).",
        Fields =
        [
            new AccountField("RoleName", "Role name")
            {
                ToolTip = "The role to assume in the account, by name or ARN. Without it the credentials are used as they are.",
            },
            new AccountField("ExternalId", "External id") { ToolTip = "The external id that the role's trust policy asks for." },
            new AccountField("Profile", "Profile") { ToolTip = "The profile of the AWS configuration files to start from." },
            new AccountField("Partition", "Partition")
            {
                ToolTip = "The partition the account is in; aws where it is not given.",
                AllowedValues = ["aws", "aws-us-gov", "aws-cn"],
            },
        ],
    };

    public void Validate(Account account)
    {
        if (!AccountNumber().IsMatch(account.Identifier))
        {
            throw new SecurityMonkeyException(
                "AccountIdentifierInvalid",
                ErrorKind.InvalidArgument,
                $"'{account.Identifier}' is not an AWS account number; it has 12 digits, such as 123456789012.")
            {
                Target = account.Name,
            };
        }
    }

    public ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
        => throw LiveCollection.NotAvailable(account, "aws ec2 describe-security-groups > security-groups.json");

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex AccountNumber();
}
