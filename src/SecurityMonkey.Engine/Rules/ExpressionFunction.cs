using DevLab.JmesPath.Functions;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A function of expressions.</summary>
/// <param name="name">Its name.</param>
/// <param name="arguments">How many arguments it takes.</param>
/// <param name="body">What it does.</param>
internal sealed class ExpressionFunction(string name, int arguments, Func<JToken[], JToken> body) : JmesPathFunction(name, arguments)
{
    public override JToken Execute(params JmesPathFunctionArgument[] args)
        => body([.. args.Select(argument => argument.Token ?? JValue.CreateNull())]);
}
