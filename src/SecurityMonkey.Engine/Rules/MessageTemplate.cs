using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Rules;

/// <summary>A text with JMESPath expressions in braces: <c>Port {FromPort} is open to {CidrIp}</c>. A brace itself is written twice.</summary>
internal sealed class MessageTemplate
{
    private readonly IReadOnlyList<(string Text, JmesExpression? Expression)> _parts;

    private MessageTemplate(IReadOnlyList<(string, JmesExpression?)> parts) => _parts = parts;

    /// <summary>The texts of its expressions.</summary>
    public IEnumerable<string> Expressions => _parts.Where(part => part.Expression is not null).Select(part => part.Expression!.Text);

    /// <summary>Compiles a template.</summary>
    /// <exception cref="FormatException">An expression or a brace is wrong. <c>Data["offset"]</c> holds where, from 0.</exception>
    public static MessageTemplate Compile(string text, IExpressionFunctions functions) => Compile(text, new JmesExpression.Library(functions));

    /// <summary>Compiles a template whose expressions use the same functions as others.</summary>
    /// <exception cref="FormatException">An expression or a brace is wrong. <c>Data["offset"]</c> holds where, from 0.</exception>
    public static MessageTemplate Compile(string text, JmesExpression.Library functions)
    {
        var parts = new List<(string, JmesExpression?)>();
        var literal = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is '{' or '}' && index + 1 < text.Length && text[index + 1] == text[index])
            {
                literal.Append(text[index++]);
            }
            else if (text[index] == '{')
            {
                var close = FindClose(text, index);
                parts.Add((literal.ToString(), CompileAt(text[(index + 1)..close], index + 1, functions)));
                literal.Clear();
                index = close;
            }
            else
            {
                literal.Append(text[index]);
            }
        }

        parts.Add((literal.ToString(), null));
        return new MessageTemplate(parts);
    }

    /// <summary>Fills in the values.</summary>
    public string Render(JToken value) => Render(value, (_, text) => text);

    /// <summary>Fills in the values.</summary>
    /// <param name="value">What the expressions speak of.</param>
    /// <param name="encode">Encodes a value for where it is to stand; it is given the expression and the value.</param>
    public string Render(JToken value, Func<string, string, string> encode)
    {
        var text = new StringBuilder();
        foreach (var (literal, expression) in _parts)
        {
            text.Append(literal);
            if (expression is not null)
            {
                text.Append(encode(expression.Text, Show(expression.Evaluate(value))));
            }
        }

        return text.ToString();
    }

    private static string Show(JToken value) => value switch
    {
        JValue { Type: JTokenType.String } text => text.Value<string>()!,
        JValue { Type: JTokenType.Null } => "",
        JArray list when list.All(item => item is JValue) => string.Join(", ", list.Select(Show)),
        _ => value.ToString(Formatting.None),
    };

    private static JmesExpression CompileAt(string expression, int offset, JmesExpression.Library functions)
    {
        try
        {
            return JmesExpression.Compile(expression, functions);
        }
        catch (FormatException exception)
        {
            exception.Data["offset"] = offset + (exception.Data["offset"] as int? ?? 0);
            throw;
        }
    }

    // JMESPath has braces and quoted texts of its own.
    private static int FindClose(string text, int open)
    {
        var depth = 0;
        for (var index = open; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return index;
                case '\'' or '"' or '`' when text.IndexOf(text[index], index + 1) is var end and > 0:
                    index = end;
                    break;
            }
        }

        var error = new FormatException($"The brace at {open + 1} of '{text}' is not closed; write '{{{{' for a brace itself.");
        error.Data["offset"] = open;
        throw error;
    }
}
