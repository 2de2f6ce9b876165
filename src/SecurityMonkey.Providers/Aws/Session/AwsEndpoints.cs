using Amazon;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Finds the addresses of services: the account's own, those of the environment, or those of the partition.</summary>
/// <param name="endpointUrl">The address that the account gives for all services; null where it gives none.</param>
/// <param name="partition">The partition.</param>
/// <param name="environment">Reads a variable of the environment.</param>
/// <remarks>Variables as in https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html.</remarks>
internal sealed class AwsEndpoints(Uri? endpointUrl, AwsPartition partition, Func<string, string?> environment)
{
    // The services that have one endpoint for all regions of the partition, by the prefix of their addresses.
    private static readonly HashSet<string> GlobalServices = new(StringComparer.Ordinal) { "iam", "organizations", "route53", "cloudfront", "account", "shield", "waf" };

    // The part of the variable that is the service's id, where it is not the prefix of its addresses.
    private static readonly Dictionary<string, string> VariableNames = new(StringComparer.Ordinal)
    {
        ["elasticloadbalancing"] = "ELASTIC_LOAD_BALANCING_V2",
        ["config"] = "CONFIG_SERVICE",
        ["route53"] = "ROUTE_53",
        ["monitoring"] = "CLOUDWATCH",
        ["logs"] = "CLOUDWATCH_LOGS",
        ["events"] = "EVENTBRIDGE",
        ["states"] = "SFN",
        ["es"] = "ELASTICSEARCH_SERVICE",
        ["email"] = "SES",
        ["api.ecr"] = "ECR",
        ["elasticfilesystem"] = "EFS",
        ["access-analyzer"] = "ACCESSANALYZER",
        ["cognito-idp"] = "COGNITO_IDENTITY_PROVIDER",
    };

    /// <summary>The partition.</summary>
    public AwsPartition Partition => partition;

    /// <summary>Where a service is reached.</summary>
    /// <param name="service">The prefix of its addresses, such as <c>ec2</c>, <c>iam</c>, <c>elasticloadbalancing</c>.</param>
    /// <param name="region">The region.</param>
    public AwsEndpoint Resolve(string service, string region)
    {
        var isGlobal = GlobalServices.Contains(service);
        var signingRegion = isGlobal ? HomeOf(service) : region;
        if (FindOverride(service) is { } chosen)
        {
            return new AwsEndpoint(chosen, signingRegion, IsOverridden: true);
        }

        var suffix = RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix ?? partition.DnsSuffix;
        var host = service switch
        {
            _ when !isGlobal => $"{service}.{region}.{suffix}",
            "iam" or "route53" when partition.IsGovernment => $"{service}.us-gov.{suffix}",
            "account" or "organizations" or "shield" => $"{service}.{signingRegion}.{suffix}",
            "route53" => $"{service}.{suffix}",
            _ => partition.IsCommercial ? $"{service}.{suffix}" : $"{service}.{signingRegion}.{suffix}",
        };
        return new AwsEndpoint(new Uri($"https://{host}/"), signingRegion, IsOverridden: false);
    }

    /// <summary>The address that somebody chose for a service, or null.</summary>
    /// <param name="service">The prefix of its addresses.</param>
    public Uri? FindOverride(string service)
    {
        if (endpointUrl is not null)
        {
            return endpointUrl;
        }

        if (string.Equals(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = VariableNames.GetValueOrDefault(service, service.ToUpperInvariant().Replace('-', '_'));
        var text = environment("AWS_ENDPOINT_URL_" + name) ?? environment("AWS_ENDPOINT_URL");
        return string.IsNullOrWhiteSpace(text) ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw new SecurityMonkeyException(
                "EndpointUrlInvalid",
                ErrorKind.InvalidArgument,
                $"The endpoint of {service} that the environment gives (AWS_ENDPOINT_URL_{name} or AWS_ENDPOINT_URL) is not an http or https address.");
    }

    // In China, all global services but IAM are at home in Ningxia.
    private string HomeOf(string service)
        => string.Equals(partition.Name, "aws-cn", StringComparison.Ordinal) && !string.Equals(service, "iam", StringComparison.Ordinal) ? "cn-northwest-1" : partition.GlobalRegion;
}
