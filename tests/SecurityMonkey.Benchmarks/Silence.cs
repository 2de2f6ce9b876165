using SecurityMonkey.Engine;

namespace SecurityMonkey.Benchmarks;

/// <summary>Hears how it goes, and says nothing.</summary>
internal sealed class Silence : IRunListener
{
    public void UnitStarted(string unit)
    {
    }

    public void UnitAdvanced(string unit, long done, long? expected)
    {
    }

    public void UnitEnded(string unit)
    {
    }

    public void Warn(string message)
    {
    }
}
