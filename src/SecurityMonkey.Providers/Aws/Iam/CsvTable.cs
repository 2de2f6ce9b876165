using System.Text;

namespace SecurityMonkey.Providers.Aws.Iam;

/// <summary>Reads comma-separated values (RFC 4180) whose first line names the columns.</summary>
internal static class CsvTable
{
    /// <summary>Reads the rows.</summary>
    /// <exception cref="SecurityMonkeyException">A row does not have the columns that the first line names.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string text)
    {
        List<string>? columns = null;
        foreach (var line in ReadLines(text))
        {
            if (columns is null)
            {
                columns = line;
                continue;
            }

            yield return line.Count == columns.Count && columns.Contains("arn") && columns.Contains("user")
                ? columns.Zip(line).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal)
                : throw new SecurityMonkeyException(
                    "AnswerInvalid", ErrorKind.InvalidData, $"The credential report of IAM has a row of {line.Count} values below {columns.Count} columns, or lacks the columns 'user' and 'arn'.");
        }
    }

    private static IEnumerable<List<string>> ReadLines(string text)
    {
        var line = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '"' && isQuoted && index + 1 < text.Length && text[index + 1] == '"')
            {
                cell.Append(character);
                index++;
            }
            else if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || character is not (',' or '\r' or '\n'))
            {
                cell.Append(character);
            }
            else if (character != '\r')
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (character == '\n')
                {
                    if (line.Count > 1 || line[0].Length > 0)
                    {
                        yield return line;
                    }

                    line = [];
                }
            }
        }

        if (cell.Length > 0 || line.Count > 0)
        {
            line.Add(cell.ToString());
            yield return line;
        }
    }
}
