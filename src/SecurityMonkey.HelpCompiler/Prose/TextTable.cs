namespace SecurityMonkey.HelpCompiler.Prose;

/// <summary>Renders a table as columns of text, its cells wrapped where it is too wide.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    // Below this, columns are words cut to pieces; such a table is left too wide.
    private const int LeastColumnWidth = 10;

    /// <summary>The table as lines of at most a width.</summary>
    public static IEnumerable<string> Render(ProseTable table, int width)
    {
        var rows = table.Rows.Select(row => row.Select(cell => cell.Text).ToArray()).ToArray();
        var widths = FindWidths(rows, width);
        return rows
            .SelectMany((row, index) => index == 0
                ? RenderRow(row, widths).Append(string.Join(Gap, widths.Select(column => new string('-', column))))
                : RenderRow(row, widths));
    }

    private static int[] FindWidths(string[][] rows, int width)
    {
        var widths = new int[rows.Max(row => row.Length)];
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        // The widest column gives way, until the table fits.
        while (widths.Sum() + (Gap.Length * (widths.Length - 1)) > width && widths.Max() > LeastColumnWidth)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    private static IEnumerable<string> RenderRow(string[] row, int[] widths)
    {
        var cells = row.Select((text, column) => TextRenderer.Wrap(text, widths[column]).ToArray()).ToArray();
        for (var line = 0; line < cells.Max(cell => cell.Length); line++)
        {
            yield return string.Join(Gap, cells.Select((cell, column) => (line < cell.Length ? cell[line] : "").PadRight(widths[column]))).TrimEnd();
        }
    }
}
