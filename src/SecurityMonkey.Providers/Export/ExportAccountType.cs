using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Export;

/// <summary>A folder of JSON documents of AWS, Azure or GitHub.</summary>
internal sealed class ExportAccountType : IAccountType
{
    public const string PathField = "Path";

    public AccountType Definition { get; } = new()
    {
        Name = "Export",
        Description = "A folder of JSON documents as the AWS CLI, Azure REST and Resource Graph, and GitHub REST write them.",
        IdentifierLabel = "Identifier",
        IdentifierToolTip = "Any text that no other Export account has; the account's name where it is not given.",
        IsIdentifierRequired = false,
        Fields =
        [
            new AccountField(PathField, "Folder")
            {
                ToolTip = "The folder that holds the documents (*.json), in subfolders as you like.",
                IsRequired = true,
                IsPath = true,
            },
        ],
    };

    public void Validate(Account account)
    {
        if (account.GetField(PathField) is { } path && !account.IsThirdParty)
        {
            RequireFolder(account, path);
        }
    }

    public async ValueTask<IAccountSession> OpenAsync(Account account, ISessionContext context, CancellationToken cancellationToken)
    {
        var path = account.GetField(PathField) ?? "";
        RequireFolder(account, path);
        return await ExportSession.OpenAsync(account, path, context, cancellationToken).ConfigureAwait(false);
    }

    private static void RequireFolder(Account account, string path)
    {
        if (!Directory.Exists(path))
        {
            throw new SecurityMonkeyException(
                "ExportFolderNotFound",
                ErrorKind.Unavailable,
                File.Exists(path)
                    ? $"'{path}' of account '{account.Name}' is a file; name the folder that holds it."
                    : $"The folder '{path}' of account '{account.Name}' does not exist or cannot be read. Change it with Set-SMAccount -Name '{account.Name}' -Path.")
            {
                Target = account.Name,
            };
        }
    }
}
