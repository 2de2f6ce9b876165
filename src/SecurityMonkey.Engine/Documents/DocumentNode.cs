using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace SecurityMonkey.Engine.Documents;

/// <summary>A node of a rule document, with the place where it stands in its file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal abstract partial record DocumentNode(int Line, int Column)
{
    /// <summary>What kind of node it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The node as JSON.</summary>
    public abstract JToken ToJson();

    /// <summary>A map.</summary>
    /// <param name="Members">Its members in the order of the file.</param>
    public sealed record Map(IReadOnlyList<(Scalar Key, DocumentNode Value)> Members, int Line, int Column) : DocumentNode(Line, Column)
    {
        public override string Kind => "map";

        public override JToken ToJson() => new JObject(Members.Select(member => new JProperty(member.Key.Text, member.Value.ToJson())));
    }

    /// <summary>A list.</summary>
    /// <param name="Items">Its elements.</param>
    public sealed record List(IReadOnlyList<DocumentNode> Items, int Line, int Column) : DocumentNode(Line, Column)
    {
        public override string Kind => "list";

        public override JToken ToJson() => new JArray(Items.Select(item => item.ToJson()));
    }

    /// <summary>A text, number, boolean or null.</summary>
    /// <param name="Text">The text as it was written, without quotes.</param>
    /// <param name="IsQuoted">Whether it had quotes, or was a block: then it is a text whatever it looks like.</param>
    public sealed partial record Scalar(string Text, bool IsQuoted, int Line, int Column) : DocumentNode(Line, Column)
    {
        private const int LongestInteger = 100;

        /// <summary>Whether the text stands in the file as it is, on one line and without escapes.</summary>
        public bool IsVerbatim { get; init; }

        public override string Kind => ToJson().Type switch
        {
            JTokenType.Null => "null",
            JTokenType.Boolean => "true or false",
            JTokenType.Integer or JTokenType.Float => "number",
            _ => "text",
        };

        // The core schema of YAML 1.2: "no" and "on" are texts, "0o7" is not supported.
        public override JToken ToJson() => IsQuoted ? new JValue(Text) : Text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => JValue.CreateNull(),
            "true" or "True" or "TRUE" => new JValue(true),
            "false" or "False" or "FALSE" => new JValue(false),
            _ when IntegerShape().IsMatch(Text) && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                => new JValue(integer),
            _ when Text.Length <= LongestInteger && IntegerShape().IsMatch(Text)
                => new JValue((object)BigInteger.Parse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
            _ when NumberShape().IsMatch(Text) => new JValue(double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture)),
            _ => new JValue(Text),
        };

        [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
        private static partial Regex IntegerShape();

        [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
        private static partial Regex NumberShape();
    }
}
