namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Where a service is reached, and for which region requests to it are signed.</summary>
/// <param name="Url">The address.</param>
/// <param name="SigningRegion">The region in the signature.</param>
/// <param name="IsOverridden">Whether somebody chose the address: the account, or a variable of the environment.</param>
internal sealed record AwsEndpoint(Uri Url, string SigningRegion, bool IsOverridden);
