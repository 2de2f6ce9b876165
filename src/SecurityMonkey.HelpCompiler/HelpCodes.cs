namespace SecurityMonkey.HelpCompiler;

/// <summary>The codes of problems. They are stable: a message may change, a code does not.</summary>
internal static class HelpCodes
{
    /// <summary>The tool was called wrongly, or cannot read what it was given.</summary>
    public const string Call = "HELP000";

    /// <summary>A cmdlet has no page.</summary>
    public const string PageMissing = "HELP001";

    /// <summary>A page has no cmdlet.</summary>
    public const string CmdletMissing = "HELP002";

    /// <summary>A parameter is not described.</summary>
    public const string ParameterMissing = "HELP003";

    /// <summary>A described parameter does not exist.</summary>
    public const string ParameterUnknown = "HELP004";

    /// <summary>The synopsis is missing, too long, or not a sentence.</summary>
    public const string Synopsis = "HELP005";

    /// <summary>There are too few examples.</summary>
    public const string ExamplesMissing = "HELP006";

    /// <summary>An example has no code.</summary>
    public const string ExampleWithoutCode = "HELP007";

    /// <summary>A section is unknown, or there twice.</summary>
    public const string Section = "HELP008";

    /// <summary>A link leads to a page that does not exist.</summary>
    public const string Link = "HELP009";

    /// <summary>An output type of the cmdlet is not described.</summary>
    public const string OutputMissing = "HELP010";

    /// <summary>A described output type is not one of the cmdlet's.</summary>
    public const string OutputUnknown = "HELP011";

    /// <summary>The page has not the shape of a page.</summary>
    public const string Shape = "HELP012";

    /// <summary>The short description of an about_ page is missing or too long.</summary>
    public const string ShortDescription = "HELP013";
}
