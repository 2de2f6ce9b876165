using System.Diagnostics;

namespace SecurityMonkey.Benchmarks;

/// <summary>The sqlite3 command line program: what writing the same rows costs without anything of ours.</summary>
internal static class SqliteShell
{
    /// <summary>Whether the program is there.</summary>
    public static bool IsAvailable { get; } = Run("--version", input: null) == 0;

    /// <summary>Writes the rows of a store into a new file with the same tables and indexes.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">Where the new file goes.</param>
    /// <returns>Seconds.</returns>
    public static double MeasureWriting(string store, string folder)
    {
        var script = Path.Combine(folder, "rows.sql");
        if (!File.Exists(script))
        {
            using var dump = File.CreateText(script);
            dump.WriteLine("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;");
            dump.WriteLine(Output(store, ".schema").Replace("CREATE TABLE sqlite_sequence(name,seq);", "", StringComparison.Ordinal));
            dump.WriteLine("BEGIN;");
            foreach (var line in Output(store, ".dump config item revision").Split('\n').Where(line => line.StartsWith("INSERT", StringComparison.Ordinal)))
            {
                dump.WriteLine(line);
            }

            dump.WriteLine("COMMIT;");
        }

        var target = Path.Combine(folder, Path.GetRandomFileName() + ".db");
        var start = Stopwatch.GetTimestamp();
        Run(target, script);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Output(string store, string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sqlite3", [store, command]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }

    private static int Run(string argument, string? input)
    {
        try
        {
            var arguments = input is null ? new[] { argument } : [argument, $".read {input}"];
            using var process = Process.Start(new ProcessStartInfo("sqlite3", arguments) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
