using DevLab.JmesPath.Interop;

namespace SecurityMonkey.Engine.Rules;

/// <summary>Functions that expressions can call besides JMESPath's own.</summary>
internal interface IExpressionFunctions
{
    /// <summary>Makes the functions known to the library.</summary>
    void Register(IRegisterFunctions functions);
}
