using System.Text;

namespace SecurityMonkey.Tests.Providers.Export;

/// <summary>Writes documents of random resources with random space between and inside them.</summary>
internal sealed class RandomDocument(Random random)
{
    private static readonly string[] Spaces = ["", "", "", " ", "\n", "\r\n  ", "\t"];
    private static readonly string[] Scalars =
    [
        "null", "true", "-0", "1.5e+300", "12345678901234567890", "\"\"", "\"ü東🗼\"", "\"\\\"]},{[\\\\\"", "\"\\ud83d\\uddfc\\u0000\"",
    ];

    private readonly List<(string ItemType, string NativeId, string Config)> _items = [];

    /// <summary>The resources that were written.</summary>
    public IReadOnlyList<(string ItemType, string NativeId, string Config)> Items => _items;

    /// <summary>Writes a document.</summary>
    /// <param name="name">Says of which provider: <c>aws.json</c>, <c>azure.json</c> or <c>github.json</c>.</param>
    /// <param name="size">About how many characters.</param>
    public string Write(string name, int size)
    {
        var document = new StringBuilder();
        Pad(document);
        document.Append(name switch
        {
            "aws.json" => "{\"Before\":[1],\"Vpcs\":[",
            "azure.json" => "{\"count\":{\"value\":[]},\"value\":[",
            _ => "[",
        });
        while (document.Length < size)
        {
            Pad(document);
            document.Append(WriteResource(name));
            Pad(document);

            // Now and then a page ends and another begins, as gh api --paginate writes them.
            document.Append(name is "github.json" && random.Next(20) == 0 ? "][" : ",");
        }

        document.Append(WriteResource(name));
        Pad(document);
        return document.Append(name is "github.json" ? "]" : "],\"After\":{\"Vpcs\":[{}]}}").Append('\n', random.Next(3)).ToString();
    }

    private string WriteResource(string name)
    {
        var number = _items.Count;
        var (itemType, nativeId, member) = name switch
        {
            "aws.json" => ("aws.ec2.vpc", $"vpc-{number}", $"\"VpcId\":\"vpc-{number}\""),
            "azure.json" => (
                "azure.resources.resourcegroups",
                $"/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg{number}",
                $"\"id\":\"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/RG{number}\""),
            _ => ("github.user", $"users/u{number}", $"\"url\":\"https://api.github.com/users/u{number}\""),
        };
        var resource = new StringBuilder("{");
        Pad(resource);
        if (random.Next(2) == 0)
        {
            WriteMember(resource, "properties");
            resource.Append(',');
        }

        resource.Append(member);
        Pad(resource);
        if (random.Next(2) == 0)
        {
            resource.Append(',');
            WriteMember(resource, "tags");
        }

        var config = resource.Append('}').ToString();
        _items.Add((itemType, nativeId, config));
        return config;
    }

    private void WriteMember(StringBuilder json, string name)
    {
        json.Append('"').Append(name).Append('"');
        Pad(json);
        json.Append(':');

        // One in a hundred does not fit into the buffer of the reader.
        WriteValue(json, levels: 3, largest: random.Next(100) == 0 ? 30_000 : 6);
        Pad(json);
    }

    private void WriteValue(StringBuilder json, int levels, int largest)
    {
        Pad(json);
        var kind = levels == 0 ? 2 : random.Next(4);
        if (kind >= 2)
        {
            json.Append(Scalars[random.Next(Scalars.Length)]);
            return;
        }

        var count = random.Next(largest);
        json.Append(kind == 0 ? '[' : '{');
        for (var index = 0; index < count; index++)
        {
            json.Append(index == 0 ? "" : ",").Append(kind == 0 ? "" : $"\"Vpcs{index}\":");
            WriteValue(json, levels - 1, largest: 4);
        }

        Pad(json);
        json.Append(kind == 0 ? ']' : '}');
    }

    // Mostly a little, now and then as much as moves what follows to another part of the buffer.
    private void Pad(StringBuilder json)
    {
        json.Append(Spaces[random.Next(Spaces.Length)]);
        if (random.Next(2000) == 0)
        {
            json.Append(' ', random.Next(100_000));
        }
    }
}
