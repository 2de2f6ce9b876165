using PublicApiGenerator;
using SecurityMonkey.Plugins;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void Contracts_are_as_they_were_approved()
    {
        var folder = Repository.Combine("tests", "SecurityMonkey.Tests", "Architecture");
        var approved = Path.Combine(folder, "Abstractions.approved.txt");
        var actual = typeof(IPlugin).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").Trim() + "\n";

        if (!File.Exists(approved) || File.ReadAllText(approved).ReplaceLineEndings("\n") != actual)
        {
            var received = Path.Combine(AppContext.BaseDirectory, "Abstractions.received.txt");
            File.WriteAllText(received, actual);
            Assert.Fail(
                $"The contracts that plug-ins are written against have changed. Compare {received} with {approved}; additions are fine, anything else breaks " +
                "plug-ins. Copy the first over the second to approve.");
        }
    }
}
