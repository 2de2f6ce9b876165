using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Plugins;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Tests.Support;

namespace SecurityMonkey.Tests.Rules;

/// <summary>The rules that the module brings.</summary>
public sealed class RuleCatalogueTests
{
    [Fact]
    public void Placeholder() => Assert.NotEmpty(Directory.GetFiles(Repository.Combine("module", "rules"), "*.yaml", SearchOption.AllDirectories));
}
