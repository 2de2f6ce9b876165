using System.Text;
using BenchmarkDotNet.Attributes;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Benchmarks;

/// <summary>Comparing two configurations whose list of 200 elements changed completely, and the same with one change.</summary>
public class DifferenceBenchmarks
{
    private readonly byte[] _before = Normalize(SampleDocuments.Group(1, rules: 200));
    private readonly byte[] _allChanged = Normalize(SampleDocuments.Group(2, rules: 200));
    private readonly byte[] _oneChanged;
    private readonly JsonDifferencer _differencer = new(paths: null);

    public DifferenceBenchmarks()
        => _oneChanged = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_before).Replace("\"name-1\"", "\"name-2\"", StringComparison.Ordinal));

    [Benchmark(Baseline = true)]
    public int OneOfMany() => _differencer.Compare(_before, _oneChanged).Count;

    [Benchmark]
    public int AllOf200() => _differencer.Compare(_before, _allChanged).Count;

    [Benchmark]
    public int DeltaOfAll200() => JsonDelta.Compute(Encoding.UTF8.GetString(_before), Encoding.UTF8.GetString(_allChanged)).Length;

    private static byte[] Normalize(byte[] json) => new ConfigNormalizer(new PathMatcher([]), new SecretMask(new byte[32])).Normalize(json).Json;
}
