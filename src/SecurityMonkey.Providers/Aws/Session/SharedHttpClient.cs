using Amazon.Runtime;

namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>Gives all clients of a session the same HTTP client.</summary>
internal sealed class SharedHttpClient(HttpClient http) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
}
