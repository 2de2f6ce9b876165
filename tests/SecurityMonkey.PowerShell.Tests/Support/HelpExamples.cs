namespace SecurityMonkey.PowerShellTests.Support;

/// <summary>The code of examples in the help, so that tests run what users read.</summary>
internal static class HelpExamples
{
    /// <summary>The code of an example.</summary>
    /// <param name="page">The cmdlet.</param>
    /// <param name="number">The example, from 1.</param>
    public static string Read(string page, int number)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.GetFiles("*.sln").Length == 0)
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The solution was not found above the tests.");
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "module", "help", "en-US", page + ".md")).ReplaceLineEndings("\n");
        return text.Split($"### Example {number}:")[1].Split("```powershell\n")[1].Split("```")[0];
    }
}
