using System.Globalization;

namespace SecurityMonkey.Engine.Accounts;

/// <summary>Reads lists of networks: one block a line, or CSV with a line of names.</summary>
public static class NetworkList
{
    /// <summary>Reads a list.</summary>
    /// <param name="text">The text; empty lines, and lines that start with #, are left out.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="name">The name of networks that have none.</param>
    /// <exception cref="SecurityMonkeyException"><c>NetworkInvalid</c>: a line is wrong; the message says which.</exception>
    public static IReadOnlyList<KnownNetwork> Parse(string text, string file, string name)
    {
        var networks = new Dictionary<string, KnownNetwork>(StringComparer.Ordinal);
        var columns = (IReadOnlyList<string>)["cidr", "name", "notes"];
        var isFirst = true;
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").TrimStart('\ufeff').Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0 || line.TrimStart().StartsWith('#'))
            {
                continue;
            }

            var values = Split(line);
            if (isFirst && values.Any(value => value.Equals("cidr", StringComparison.OrdinalIgnoreCase)))
            {
                columns = [.. values.Select(value => value.ToLowerInvariant())];
            }
            else
            {
                var network = Read(values, columns, file, number, name);
                networks[network.Cidr] = network;
            }

            isFirst = false;
        }

        return [.. networks.Values];
    }

    private static KnownNetwork Read(IReadOnlyList<string> values, IReadOnlyList<string> columns, string file, int number, string name)
    {
        string? Value(string column)
        {
            var index = columns.ToList().IndexOf(column);
            return index >= 0 && index < values.Count && values[index].Length > 0 ? values[index] : null;
        }

        try
        {
            return new KnownNetwork { Cidr = NetworkBlock.Normalize(Value("cidr") ?? ""), Name = Value("name") ?? name, Notes = Value("notes") };
        }
        catch (SecurityMonkeyException exception)
        {
            throw new SecurityMonkeyException(
                exception.ErrorId, ErrorKind.ParseError, string.Create(CultureInfo.InvariantCulture, $"{file}({number}): {exception.Message} Nothing was imported."), exception)
            {
                Target = file,
            };
        }
    }

    private static List<string> Split(string line)
    {
        var values = new List<string>();
        var value = new System.Text.StringBuilder();
        var isQuoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (character == '"')
            {
                if (isQuoted && index + 1 < line.Length && line[index + 1] == '"')
                {
                    value.Append('"');
                    index++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (character == ',' && !isQuoted)
            {
                values.Add(value.ToString().Trim());
                value.Clear();
            }
            else
            {
                value.Append(character);
            }
        }

        values.Add(value.ToString().Trim());
        return values;
    }
}
