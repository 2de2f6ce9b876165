namespace SecurityMonkey.Providers.Aws.Session;

/// <summary>A call, as far as messages speak of it.</summary>
/// <param name="Account">The name of the account.</param>
/// <param name="Service">The service as actions name it: <c>ec2</c>, <c>iam</c>.</param>
/// <param name="Action">The action: <c>DescribeInstances</c>.</param>
/// <param name="Region">The region; <see cref="SecurityMonkey.Region.Global"/> for global services.</param>
internal sealed record AwsCall(string Account, string Service, string Action, string Region)
{
    /// <summary>The permission it needs, where that has another name than the call.</summary>
    public string Permission { get; init; } = $"{Service}:{Action}";

    /// <summary>Whose answer it is about, such as a bucket; empty where it is about the region.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Returns service, action, subject and place.</summary>
    public override string ToString()
        => $"{Service}:{Action}{(Subject.Length == 0 ? "" : $" of '{Subject}'")} in {(string.Equals(Region, SecurityMonkey.Region.Global, StringComparison.Ordinal) ? "" : Region + " of ")}account '{Account}'";
}
