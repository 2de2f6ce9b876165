using System.Text;
using System.Xml;
using SecurityMonkey.HelpCompiler.Cmdlets;
using SecurityMonkey.HelpCompiler.Output;
using SecurityMonkey.HelpCompiler.Pages;

namespace SecurityMonkey.HelpCompiler;

/// <summary>Compiles a folder of pages.</summary>
internal static class HelpCompilation
{
    private const string Usage = "SecurityMonkey.HelpCompiler <help folder> <cmdlet assembly> <output folder>";

    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Does what the command line says, and writes nothing but problems.</summary>
    /// <param name="arguments">The help folder, the cmdlet assembly, the output folder.</param>
    /// <param name="problems">Takes a line for each problem.</param>
    /// <returns>0, or 1 where there is a problem; then nothing is compiled.</returns>
    public static int Run(string[] arguments, TextWriter problems)
    {
        if (arguments is not [var helpFolder, var assembly, var outputFolder] || !Directory.Exists(helpFolder) || !File.Exists(assembly))
        {
            problems.WriteLine(new HelpProblem("HelpCompiler", 1, HelpCodes.Call, $"Call it as: {Usage}. The help folder and the assembly must exist."));
            return 1;
        }

        try
        {
            return Compile(HelpFolder.Read(helpFolder), CmdletReader.Read(assembly), Path.GetFileName(assembly), outputFolder, problems);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            problems.WriteLine(new HelpProblem(assembly, 1, HelpCodes.Call, exception.Message));
            return 1;
        }
    }

    private static int Compile(HelpFolder folder, IReadOnlyList<CmdletInfo> cmdlets, string assemblyName, string outputFolder, TextWriter problems)
    {
        var found = folder.Check(cmdlets).ToArray();
        foreach (var problem in found)
        {
            problems.WriteLine(problem);
        }

        if (found.Length > 0)
        {
            return 1;
        }

        Directory.CreateDirectory(outputFolder);
        // Get-Help looks for the help of a binary cmdlet under the name of its assembly.
        using (var writer = XmlWriter.Create(
            Path.Combine(outputFolder, $"{assemblyName}-Help.xml"),
            new XmlWriterSettings { Encoding = Encoding, Indent = true, NewLineChars = "\n" }))
        {
            MamlWriter.Write(folder.Pages, cmdlets).Save(writer);
        }

        foreach (var page in folder.AboutPages)
        {
            File.WriteAllText(Path.Combine(outputFolder, $"{page.Name}.help.txt"), AboutWriter.Write(page), Encoding);
        }

        return 0;
    }
}
