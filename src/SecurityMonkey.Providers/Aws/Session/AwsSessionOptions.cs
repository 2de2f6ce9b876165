using System.Globalization;
using Amazon.Runtime;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>What a session takes from the process it runs in.</summary>
internal sealed record AwsSessionOptions
{
    private const int UsualRetries = 6;

    /// <summary>Reads a variable of the environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The credentials to start from; null means those that the SDK finds.</summary>
    public AWSCredentials? SourceCredentials { get; init; }

    /// <summary>The file of credentials; null means the usual one.</summary>
    public string? ProfilesLocation { get; init; }

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call is tried again; null means what the environment says (AWS_MAX_ATTEMPTS), or six times.</summary>
    public int? Retries { get; init; }

    /// <summary>How often a call is tried again.</summary>
    public int MaxRetries
        => Retries ?? (int.TryParse(Environment("AWS_MAX_ATTEMPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) && attempts > 0 ? attempts - 1 : UsualRetries);
}
