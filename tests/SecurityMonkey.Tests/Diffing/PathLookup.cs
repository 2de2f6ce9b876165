using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SecurityMonkey.Tests.Diffing;

/// <summary>Finds the value that the path of a difference stands for.</summary>
internal static class PathLookup
{
    /// <summary>The value at a path.</summary>
    public static JsonElement Resolve(JsonElement root, string path)
    {
        var value = root;
        for (var position = 0; path != "$" && position < path.Length;)
        {
            if (path[position] == '[')
            {
                var close = path.IndexOf(']', position);
                value = value[int.Parse(path[(position + 1)..close], CultureInfo.InvariantCulture)];
                position = close + 1;
            }
            else
            {
                position += path[position] == '.' ? 1 : 0;
                value = value.GetProperty(ReadName(path, ref position));
            }
        }

        return value;
    }

    private static string ReadName(string path, ref int position)
    {
        if (path[position] != '"')
        {
            var end = path.AsSpan(position).IndexOfAny('.', '[');
            var plain = end < 0 ? path[position..] : path.Substring(position, end);
            position += plain.Length;
            return plain;
        }

        var name = new StringBuilder();
        for (position++; path[position] != '"'; position++)
        {
            position += path[position] == '\\' ? 1 : 0;
            name.Append(path[position]);
        }

        position++;
        return name.ToString();
    }
}
