using Amazon.EC2;

namespace SecurityMonkey.Providers.Aws.Ec2;

/// <summary>A part of a resource that a call of its own answers.</summary>
/// <param name="Member">The member of the configuration that it becomes.</param>
/// <param name="Action">The action.</param>
/// <param name="Get">Asks for it; null means that there is none, and the member is left out.</param>
internal sealed record Ec2Detail<T>(string Member, string Action, Func<AmazonEC2Client, T, CancellationToken, Task<object?>> Get)
{
    /// <summary>For which resources it is asked; null means for all.</summary>
    public Func<T, bool>? When { get; init; }

    /// <summary>Another member, made of the answer (null where there is none) before the answer is masked; null where nothing else is made of it.</summary>
    public (string Member, Func<object?, object> Make)? Derived { get; init; }
}
