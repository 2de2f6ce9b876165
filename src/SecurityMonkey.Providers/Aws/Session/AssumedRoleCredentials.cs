using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>The credentials of a role, assumed when they are first needed and again before they expire.</summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly AmazonSecurityTokenServiceClient _tokens;
    private readonly AssumeRoleRequest _request;
    private readonly AwsCall _call;

    /// <summary>Creates the credentials.</summary>
    /// <param name="tokens">The client that assumes the role, with the credentials to start from.</param>
    /// <param name="request">Which role, as whom.</param>
    /// <param name="call">The call, as messages speak of it.</param>
    public AssumedRoleCredentials(AmazonSecurityTokenServiceClient tokens, AssumeRoleRequest request, AwsCall call)
    {
        _tokens = tokens;
        _request = request;
        _call = call;
        PreemptExpiryTime = RenewBefore;
    }

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        try
        {
            var answer = await _tokens.AssumeRoleAsync(_request).ConfigureAwait(false);
            var credentials = answer.Credentials;
            return new CredentialsRefreshState(
                new ImmutableCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
                (credentials.Expiration ?? throw new AmazonClientException("The answer of sts:AssumeRole has no time of expiry.")).ToUniversalTime());
        }
        catch (AmazonServiceException exception) when (AwsErrors.IsDenied(exception.ErrorCode ?? ""))
        {
            var externalId = string.IsNullOrEmpty(_request.ExternalId)
                ? "and an external id, where it asks for one (-ExternalId),"
                : "and ask for the external id that the account has (-ExternalId), or for none,";
            throw new SecurityMonkeyException(
                "RoleNotAssumable",
                ErrorKind.PermissionDenied,
                $"The role {_request.RoleArn} of account '{_call.Account}' cannot be assumed. Its trust policy must allow whoever runs the module, " +
                $"{externalId} and the caller needs the permission sts:AssumeRole on it. AWS says: {exception.Message}",
                exception)
            {
                Codes = [exception.ErrorCode!],
                Target = _call.Account,
            };
        }
        catch (Exception exception) when (exception is not (SecurityMonkeyException or OperationCanceledException or OutOfMemoryException))
        {
            throw AwsErrors.Translate(exception, _call);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tokens.Dispose();
        }

        base.Dispose(disposing);
    }
}
