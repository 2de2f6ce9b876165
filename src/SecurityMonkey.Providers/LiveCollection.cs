namespace SecurityMonkey.Providers;

/// <summary>What is said of accounts that this version can declare but not yet read over the network.</summary>
internal static class LiveCollection
{
    /// <summary>The error of such an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="command">A command that writes a document an Export account can read.</param>
    public static SecurityMonkeyException NotAvailable(Account account, string command)
        => new(
            "LiveCollectionNotAvailable",
            ErrorKind.NotSupported,
            $"This version cannot yet read the {account.Type} account '{account.Name}' over the network. Export its documents (for example: {command}) " +
            "and add the folder with Add-SMAccount -Type Export -Path.")
        {
            Target = account.Name,
        };
}
