using System.Globalization;
using System.Text.RegularExpressions;
using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using DevLab.JmesPath.Interop;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Diffing;

namespace SecurityMonkey.Engine.Rules;

/// <summary>
/// A compiled JMESPath expression (https://jmespath.org/specification.html, with <c>let</c>) that can use the functions of
/// its host. Wraps JmesPath.Net; like that, not safe for several threads.
/// </summary>
internal sealed partial class JmesExpression
{
    private readonly JmesPathExpression _expression;

    private JmesExpression(string text, JmesPathExpression expression)
    {
        Text = text;
        _expression = expression;
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="functions">The functions it can use besides those of JMESPath.</param>
    /// <exception cref="FormatException">The text is not an expression; the message says why. <c>Data["offset"]</c> holds where, from 0.</exception>
    public static JmesExpression Compile(string text, IExpressionFunctions functions) => Compile(text, new Library(functions));

    /// <summary>Compiles one of several expressions that use the same functions.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="functions">The functions it can use. Expressions that share them are not safe for several threads together.</param>
    /// <exception cref="FormatException">The text is not an expression; the message says why. <c>Data["offset"]</c> holds where, from 0.</exception>
    public static JmesExpression Compile(string text, Library functions)
    {
        var library = functions.JmesPath;
        try
        {
            var expression = library.Parse(text);
            functions.Add(expression);
            return new JmesExpression(text, expression);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The library throws bare exceptions whose texts read "Error(line, column): reason".
            var match = LibraryError().Match(exception.Message);
            var reason = match.Success ? match.Groups["reason"].Value : exception.Message;
            var offset = match.Groups["column"].Success ? Math.Max(0, int.Parse(match.Groups["column"].Value, CultureInfo.InvariantCulture)) : 0;
            if (UnknownFunction().Match(reason) is { Success: true } unknown)
            {
                var name = unknown.Groups["name"].Value;
                reason = $"there is no function '{name}'.{NearName.Hint(name, library.FunctionRepository is IFunctionRepository known ? known.Names : [])}";
                offset = Math.Max(0, text.IndexOf(name, StringComparison.Ordinal));
            }

            var error = new FormatException($"'{text}' is not a JMESPath expression: {reason}", exception);
            error.Data["offset"] = offset;
            throw error;
        }
    }

    /// <summary>Reads a configuration for evaluation.</summary>
    public static JToken ParseConfig(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, MaxDepth = JsonCanonicalizer.MaxDepth };
        return JToken.ReadFrom(reader);
    }

    /// <summary>Evaluates the expression.</summary>
    /// <exception cref="InvalidOperationException">Something in it cannot be done with the values there are; the message says what.</exception>
    public JToken Evaluate(JToken value)
    {
        try
        {
            return _expression.Transform(value).AsJToken();
        }
        catch (Exception exception) when (exception is not (InvalidOperationException or RuleUnknownException or OutOfMemoryException))
        {
            // Bare exceptions of the library, and what its functions let through: casts, overflows, formats.
            var match = LibraryError().Match(exception.Message);
            throw new InvalidOperationException($"'{Text}' failed: {(match.Success ? match.Groups["reason"].Value : exception.Message)}", exception);
        }
    }

    /// <summary>Whether a value counts as true: not false, null, or an empty text, list or map.</summary>
    public static bool IsTrue(JToken value) => value switch
    {
        JArray list => list.Count > 0,
        JObject map => map.Count > 0,
        JValue { Type: JTokenType.Boolean } flag => flag.Value<bool>(),
        JValue { Type: JTokenType.String } text => text.Value<string>()!.Length > 0,
        _ => value.Type is not (JTokenType.Null or JTokenType.Undefined),
    };

    /// <summary>JMESPath with functions. It takes more memory than most expressions, so those of a rule share one.</summary>
    internal sealed class Library
    {
        private readonly List<IScopeHolder> _expressions = [];

        /// <summary>Takes functions.</summary>
        /// <param name="functions">The functions besides those of JMESPath.</param>
        public Library(IExpressionFunctions functions) => functions.Register(JmesPath.FunctionRepository);

        /// <summary>The library's own.</summary>
        internal JmesPath JmesPath { get; } = new();

        /// <summary>
        /// Lets go of the values on which expressions were evaluated and functions were called last: each is part of a configuration, which it
        /// would keep in memory.
        /// </summary>
        public void Forget()
        {
            foreach (var expression in _expressions)
            {
                expression.Scopes?.SetRoot(null!);
            }

            if (JmesPath.FunctionRepository is IFunctionRepository functions)
            {
                foreach (var name in functions.Names)
                {
                    functions[name].SetContext(null!);
                }
            }
        }

        /// <summary>Remembers an expression that was compiled.</summary>
        internal void Add(JmesPathExpression expression)
        {
            if (expression is IScopeHolder holder)
            {
                _expressions.Add(holder);
            }
        }
    }

    [GeneratedRegex(@"\AError(\((?<line>\d+), (?<column>-?\d+)\))?: (?<reason>.*)\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex LibraryError();

    [GeneratedRegex(@"\Aunknown-function, no function named (?<name>\S+) has been registered", RegexOptions.ExplicitCapture)]
    private static partial Regex UnknownFunction();
}
