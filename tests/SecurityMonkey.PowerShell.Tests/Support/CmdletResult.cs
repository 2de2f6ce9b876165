using System.Management.Automation;

namespace SecurityMonkey.PowerShellTests.Support;

/// <summary>What a script wrote.</summary>
public sealed record CmdletResult(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, RuntimeException? Terminated)
{
    /// <summary>The output as objects of a type.</summary>
    public IReadOnlyList<T> As<T>() => [.. Output.Select(value => (T)value.BaseObject)];

    /// <summary>The only object.</summary>
    public T Single<T>() => Assert.Single(As<T>());

    /// <summary>The only error, terminating or not.</summary>
    public ErrorRecord Error => Terminated is not null ? Terminated.ErrorRecord : Assert.Single(Errors);

    /// <summary>The first part of the fully qualified id of the only error.</summary>
    public string ErrorId => Error.FullyQualifiedErrorId.Split(',')[0];

    public CmdletResult ThrowIfFailed()
    {
        if (Terminated is not null)
        {
            throw Terminated;
        }

        Assert.True(Errors.Count == 0, string.Join("\n", Errors.Select(error => error.ToString())));
        return this;
    }
}
