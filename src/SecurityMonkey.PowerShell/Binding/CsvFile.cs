using System.Text;

namespace SecurityMonkey.Commands.Binding;

/// <summary>Reads files of comma-separated values (RFC 4180), with a header.</summary>
internal static class CsvFile
{
    /// <summary>The rows, each as values by the name of their column. Empty lines are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SecurityMonkeyException">The file is not there, or has no header.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new SecurityMonkeyException("FileNotFound", ErrorKind.NotFound, $"There is no file '{path}'.") { Target = path };
        }

        using var rows = ReadRows(File.ReadAllText(path)).GetEnumerator();
        if (!rows.MoveNext())
        {
            throw new SecurityMonkeyException("FileEmpty", ErrorKind.InvalidData, $"The file '{path}' is empty. Its first line must name the columns, such as Name,Identifier,RoleName.") { Target = path };
        }

        var header = rows.Current;
        while (rows.MoveNext())
        {
            var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in header.Zip(rows.Current))
            {
                values[name.Trim()] = value;
            }

            yield return values;
        }
    }

    private static IEnumerable<List<string>> ReadRows(string text)
    {
        var row = new List<string>();
        var value = new StringBuilder();
        var isQuoted = false;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (isQuoted)
            {
                if (character != '"')
                {
                    value.Append(character);
                }
                else if (index + 1 < text.Length && text[index + 1] == '"')
                {
                    value.Append('"');
                    index++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (character == '"')
            {
                isQuoted = true;
            }
            else if (character is ',' or '\n')
            {
                row.Add(value.ToString().TrimEnd('\r'));
                value.Clear();
                if (character == '\n')
                {
                    if (row.Any(cell => cell.Length > 0))
                    {
                        yield return row;
                    }

                    row = [];
                }
            }
            else
            {
                value.Append(character);
            }
        }

        row.Add(value.ToString().TrimEnd('\r'));
        if (row.Any(cell => cell.Length > 0))
        {
            yield return row;
        }
    }
}
