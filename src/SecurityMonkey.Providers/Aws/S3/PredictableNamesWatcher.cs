using System.Runtime.CompilerServices;
using System.Text.Json;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Aws.Session;

namespace SecurityMonkey.Providers.Aws.S3;

/// <summary>Looks in each region which of the bucket names exist that services of AWS make up from the number of the account: an item for each region.</summary>
/// <remarks>
/// Names of buckets are the same for the whole world: whoever makes such a bucket first is given what the service stores there. Whose a bucket is, the list of the account's own buckets tells.
/// Names: the pages "Glue Studio", "SageMaker", "EMR Studio" and "CodeStar" in the user guides of the services.
/// </remarks>
internal sealed class PredictableNamesWatcher : IWatcher
{
    private static readonly (string Service, string Name)[] Names =
    [
        ("Glue", "aws-glue-assets-{0}-{1}"),
        ("SageMaker", "sagemaker-{1}-{0}"),
        ("EMR Studio", "aws-emr-studio-{0}-{1}"),
        ("CodeStar", "aws-codestar-{1}-{0}"),
    ];

    // What is said of a bucket that is there, but somebody else's, or in another region than the name says.
    private static readonly string[] ExistingCodes = ["AccessDenied", "AllAccessDisabled", "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"];

    public ItemType ItemType { get; } = new("aws.s3.predictablenames", "Bucket names that services make up");

    public IReadOnlyList<string> Permissions { get; } = ["s3:GetBucketLocation"];

    public async IAsyncEnumerable<ItemSnapshot> CollectAsync(IWatchContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = (IApiSession)context.Session;
        foreach (var scope in await session.GetScopesAsync(AwsSession.RegionKind, context, cancellationToken).ConfigureAwait(false))
        {
            ItemSnapshot snapshot;
            try
            {
                snapshot = await ReadAsync(session, scope, context.Account.Identifier, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
            {
                context.Fail(scope.Name, exception);
                continue;
            }

            yield return snapshot;
        }
    }

    private static async Task<ItemSnapshot> ReadAsync(IApiSession session, ApiScope scope, string account, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Region", scope.Region);
            json.WriteStartArray("Buckets");
            var refused = new List<SecurityMonkeyException>();
            foreach (var (service, pattern) in Names)
            {
                var name = pattern.Replace("{0}", account, StringComparison.Ordinal).Replace("{1}", scope.Region, StringComparison.Ordinal);
                var exists = await ExistsAsync(session, scope, name, refused, cancellationToken).ConfigureAwait(false);
                json.WriteStartObject();
                json.WriteString("Name", name);
                json.WriteString("Service", service);
                json.WriteBoolean("Exists", exists);
                json.WriteEndObject();
            }

            // Who is refused everywhere may not ask, and learns nothing of the buckets.
            if (refused.Count == Names.Length)
            {
                throw refused[0];
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new ItemSnapshot(scope.Region, buffer.ToArray()) { Name = scope.Region, Region = scope.Region, Scope = scope.Name };
    }

    private static async Task<bool> ExistsAsync(IApiSession session, ApiScope scope, string bucket, List<SecurityMonkeyException> refused, CancellationToken cancellationToken)
    {
        var call = $$"""{"service":"s3","action":"GetBucketLocation","path":"/{{bucket}}?location"}""";
        try
        {
            await foreach (var _ in session.CallAsync(scope, call, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            return true;
        }
        catch (SecurityMonkeyException exception) when (exception.Codes.Contains("NoSuchBucket", StringComparer.Ordinal))
        {
            return false;
        }
        catch (SecurityMonkeyException exception) when (exception.Codes.Any(code => ExistingCodes.Contains(code, StringComparer.Ordinal)))
        {
            if (exception.Kind == ErrorKind.PermissionDenied)
            {
                refused.Add(exception);
            }

            return true;
        }
    }
}
