using System.Globalization;
using System.Text;

namespace SecurityMonkey.Tests.Diffing;

/// <summary>A JSON value for property tests, which can be written in many ways.</summary>
public abstract record JsonTree
{
    /// <summary>Writes the value without white space, members in their order.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Write(text, random: null);
        return text.ToString();
    }

    /// <summary>Writes the value with members shuffled, and with random white space, escapes and spellings of numbers.</summary>
    public string Spell(int seed)
    {
        var text = new StringBuilder();
        Write(text, new Random(seed));
        return text.ToString();
    }

    /// <summary>How deep it is nested: 0 for a scalar.</summary>
    public abstract int Depth { get; }

    protected abstract void Write(StringBuilder text, Random? random);

    private static void Space(StringBuilder text, Random? random)
    {
        if (random is not null)
        {
            text.Append(new[] { "", "", " ", "\n", "\t", "\r\n  " }[random.Next(6)]);
        }
    }

    private static void Quote(StringBuilder text, string value, Random? random)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\' or < ' ' || random?.Next(4) == 0)
            {
                foreach (var character in rune.ToString())
                {
                    text.Append(Escape(character, random));
                }
            }
            else
            {
                text.Append(rune.ToString());
            }
        }

        text.Append('"');
    }

    private static string Escape(char character, Random? random) => character switch
    {
        '"' or '\\' or '/' when random?.Next(2) == 0 => "\\" + character,
        '\n' when random?.Next(2) == 0 => "\\n",
        '\t' when random?.Next(2) == 0 => "\\t",
        _ when random?.Next(2) == 0 => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
    };

    /// <summary>An object whose names differ.</summary>
    public sealed record Map(IReadOnlyList<KeyValuePair<string, JsonTree>> Members) : JsonTree
    {
        public override int Depth => 1 + Members.Select(member => member.Value.Depth).DefaultIfEmpty().Max();

        protected override void Write(StringBuilder text, Random? random)
        {
            var members = Members.ToArray();
            random?.Shuffle(members);
            text.Append('{');
            for (var index = 0; index < members.Length; index++)
            {
                text.Append(index > 0 ? "," : "");
                Space(text, random);
                Quote(text, members[index].Key, random);
                Space(text, random);
                text.Append(':');
                Space(text, random);
                members[index].Value.Write(text, random);
                Space(text, random);
            }

            text.Append('}');
        }
    }

    /// <summary>A list.</summary>
    public sealed record List(IReadOnlyList<JsonTree> Items) : JsonTree
    {
        public override int Depth => 1 + Items.Select(item => item.Depth).DefaultIfEmpty().Max();

        protected override void Write(StringBuilder text, Random? random)
        {
            text.Append('[');
            for (var index = 0; index < Items.Count; index++)
            {
                text.Append(index > 0 ? "," : "");
                Space(text, random);
                Items[index].Write(text, random);
                Space(text, random);
            }

            text.Append(']');
        }
    }

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : JsonTree
    {
        public override int Depth => 0;

        protected override void Write(StringBuilder text, Random? random) => Quote(text, Value, random);
    }

    /// <summary>A number, with all its spellings.</summary>
    public sealed record Number(params string[] Spellings) : JsonTree
    {
        public override int Depth => 0;

        protected override void Write(StringBuilder text, Random? random) => text.Append(Spellings[random?.Next(Spellings.Length) ?? 0]);
    }

    /// <summary>true, false or null.</summary>
    public sealed record Word(string Value) : JsonTree
    {
        public override int Depth => 0;

        protected override void Write(StringBuilder text, Random? random) => text.Append(Value);
    }
}
