using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SecurityMonkey.Engine.Diffing;
using SecurityMonkey.Providers.Aws;

namespace SecurityMonkey.Benchmarks;

/// <summary>Canonical form, masking and both hashes of 1000 documents of about 1 KB, beside parsing the same bytes.</summary>
[MemoryDiagnoser]
public class CanonicalizationBenchmarks
{
    private readonly byte[][] _documents = [.. Enumerable.Range(0, 1000).Select(number => SampleDocuments.Group(number))];
    private readonly ConfigNormalizer _normalizer = new(
        ItemTypePaths.Compile(AwsDocumentShapes.OfItemType("aws.ec2.securitygroup")!.ItemType), new SecretMask(new byte[32]));

    [Benchmark(Baseline = true)]
    public int ParseWithJsonDocument()
    {
        var count = 0;
        foreach (var document in _documents)
        {
            using var parsed = JsonDocument.Parse(document);
            count += (int)parsed.RootElement.ValueKind;
        }

        return count;
    }

    [Benchmark]
    public int ReadTokensOnly()
    {
        var count = 0;
        foreach (var document in _documents)
        {
            var reader = new Utf8JsonReader(document);
            while (reader.Read())
            {
                count++;
            }
        }

        return count;
    }

    [Benchmark]
    public int CanonicalizeMaskAndHash()
    {
        var count = 0;
        foreach (var document in _documents)
        {
            count += _normalizer.Normalize(document).Json.Length;
        }

        return count;
    }
}
