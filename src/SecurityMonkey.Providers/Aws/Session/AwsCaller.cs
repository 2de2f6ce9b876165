using Amazon.Runtime;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>What is needed to call AWS for an account.</summary>
/// <param name="Account">The account.</param>
/// <param name="Credentials">The credentials, which renew themselves: ask for them anew for each attempt.</param>
/// <param name="Endpoints">The addresses of services.</param>
/// <param name="Http">Sends requests. It takes a turn of the run's throttle for each attempt, reads the whole answer, and gives up after a time.</param>
/// <param name="Context">What the engine offers.</param>
/// <param name="MaxRetries">How often a call is tried again.</param>
internal sealed record AwsCaller(
    Account Account, AWSCredentials Credentials, AwsEndpoints Endpoints, HttpClient Http, ISessionContext Context, int MaxRetries);
