using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Architecture;

public sealed class SourceTests
{
    private const int LongestFile = 400;

    private static IEnumerable<string> Sources
        => Directory.EnumerateFiles(Repository.Combine("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    [Fact]
    public void No_file_is_so_long_that_it_holds_two_things()
        => Assert.DoesNotContain(Sources, file => File.ReadLines(file).Count() > LongestFile);

    [Fact]
    public void Every_main_type_is_in_a_file_of_its_name()
        => Assert.DoesNotContain(
            Sources,
            file => Path.GetFileName(file) is not "Program.cs"
                && !File.ReadAllText(file).Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal));

    [Fact]
    public void Package_versions_stand_in_one_file()
        => Assert.DoesNotContain(
            Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories),
            file => File.ReadLines(file).Any(line =>
                line.Contains("<PackageReference", StringComparison.Ordinal) && line.Contains("Version=", StringComparison.Ordinal)));
}
