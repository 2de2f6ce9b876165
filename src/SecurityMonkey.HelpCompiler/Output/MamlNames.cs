using System.Xml.Linq;

namespace SecurityMonkey.HelpCompiler.Output;

/// <summary>The namespaces of MAML.</summary>
internal static class MamlNames
{
    /// <summary>The root's.</summary>
    public static readonly XNamespace Root = "http://msh";

    /// <summary>Text.</summary>
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    /// <summary>Commands.</summary>
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    /// <summary>What commands share with other things of developers.</summary>
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
}
