using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>
/// Writes JSON in canonical form: UTF-8 without white space, members sorted by the bytes of their names (the last of two of
/// the same name counts), the shortest escapes, one spelling for each number, lists as they are or, where their order
/// carries no meaning, sorted. One pass over the tokens and no document model; not safe for several threads.
/// </summary>
internal sealed class JsonCanonicalizer
{
    /// <summary>Deeper documents are refused.</summary>
    public const int MaxDepth = 256;

    private readonly SecretMask _mask;
    private readonly ByteBuffer _output = new();
    private readonly ByteBuffer _scratch = new();
    private readonly ByteBuffer _name = new();
    private readonly List<Part> _parts = [];
    private Frame[] _frames = new Frame[16];
    private int _depth;

    /// <summary>Creates a canonicalizer.</summary>
    /// <param name="mask">Takes the place of secrets.</param>
    public JsonCanonicalizer(SecretMask mask) => _mask = mask;

    /// <summary>The bits of the patterns that matched something since this object was made.</summary>
    public ulong Matched { get; private set; }

    /// <summary>Whether the last document had a value at a path with one of these flags.</summary>
    public PathFlags Seen { get; private set; }

    /// <summary>Writes a document in canonical form.</summary>
    /// <param name="json">One JSON value in UTF-8.</param>
    /// <param name="root">What is declared of it.</param>
    /// <param name="form">What is left out and what is masked.</param>
    /// <returns>The canonical text, valid until the next call.</returns>
    /// <exception cref="JsonException">The document is not JSON, or not UTF-8.</exception>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> json, PathState? root, CanonicalForm form)
    {
        if (!Utf8.IsValid(json))
        {
            throw new JsonException("The text is not valid UTF-8.");
        }

        _output.Clear();
        _parts.Clear();
        _depth = 0;
        Seen = PathFlags.None;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        WriteDocument(ref reader, root, form);
        if (reader.Read())
        {
            throw new JsonException("There is more than one JSON value.");
        }

        return _output.Written;
    }

    private void WriteDocument(ref Utf8JsonReader reader, PathState? state, CanonicalForm form)
    {
        WriteValue(ref reader, state, form);
        while (_depth > 0)
        {
            if (!reader.Read())
            {
                throw new JsonException("The text ends in the middle of a value.");
            }

            ref readonly var frame = ref _frames[_depth - 1];
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _depth--;
                    End(frame);
                    break;

                case JsonTokenType.PropertyName:
                    var member = frame.State is null ? null : frame.State.Member(UnescapedName(ref reader));
                    if (Note(member, form, frame))
                    {
                        reader.Read();
                        reader.Skip();
                        break;
                    }

                    Separate(frame);
                    var start = _output.Length;
                    WriteText(ref reader);
                    _parts.Add(new Part(start, _output.Length));
                    _output.Add((byte)':');
                    reader.Read();
                    WriteValue(ref reader, member, form);
                    break;

                default:
                    var element = frame.State?.Element;
                    if (Note(element, form, frame))
                    {
                        reader.Skip();
                        break;
                    }

                    Separate(frame);
                    _parts.Add(new Part(_output.Length, _output.Length));
                    WriteValue(ref reader, element, form);
                    break;
            }
        }
    }

    // Notes what is declared of a value, and says whether the value is to be left out: also where it could not be left out
    // later, because one mask will cover it and what is around it.
    private bool Note(PathState? state, CanonicalForm form, in Frame frame)
    {
        if (state is null || state.Flags == PathFlags.None)
        {
            return false;
        }

        Matched |= state.Matches;
        Seen |= state.Flags;
        return (state.Flags & (frame.IsWithinMask ? form.Omitted | PathFlags.Ephemeral : form.Omitted)) != 0;
    }

    private void Separate(in Frame frame)
    {
        if (_parts.Count > frame.FirstPart)
        {
            _output.Add((byte)',');
        }
    }

    private void WriteValue(ref Utf8JsonReader reader, PathState? state, CanonicalForm form)
    {
        var start = _output.Length;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                _output.Add(isObject ? (byte)'{' : (byte)'[');
                var isMasked = Has(state, PathFlags.Secret & form.Masked);
                var isWithinMask = isMasked || (_depth > 0 && _frames[_depth - 1].IsWithinMask);
                Push(new Frame(isObject, start, _parts.Count, state, isMasked, isWithinMask));
                return;

            case JsonTokenType.String:
                WriteText(ref reader);
                if (reader.ValueSpan.Length > 0
                    && (Has(state, form.Masked) || (form.DetectsSecrets && SecretDetector.IsSecret(_output.Written[start..]))))
                {
                    MaskFrom(start);
                }

                return;

            case JsonTokenType.Number:
                WriteNumber(reader.ValueSpan);
                if (Has(state, PathFlags.Secret & form.Masked))
                {
                    MaskFrom(start);
                }

                return;

            case JsonTokenType.True:
                _output.Add("true"u8);
                return;

            case JsonTokenType.False:
                _output.Add("false"u8);
                return;

            default:
                _output.Add("null"u8);
                return;
        }
    }

    private void Push(Frame frame)
    {
        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _depth * 2);
        }

        _frames[_depth++] = frame;
    }

    private void End(in Frame frame)
    {
        _output.Add(frame.IsObject ? (byte)'}' : (byte)']');
        var parts = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_parts)[frame.FirstPart..];
        if (frame.IsObject ? !AreSorted(parts) : Has(frame.State, PathFlags.Unordered))
        {
            Rearrange(frame, parts);
        }

        _parts.RemoveRange(frame.FirstPart, _parts.Count - frame.FirstPart);
        if (frame.IsMasked)
        {
            MaskFrom(frame.Start);
        }
    }

    private static bool Has(PathState? state, PathFlags flags) => state is not null && (state.Flags & flags) != 0;

    private bool AreSorted(ReadOnlySpan<Part> parts)
    {
        var written = _output.Written;
        for (var index = 1; index < parts.Length; index++)
        {
            if (NameOf(written, parts[index - 1]).SequenceCompareTo(NameOf(written, parts[index])) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> written, Part part) => written[(part.Start + 1)..(part.NameEnd - 1)];

    private void Rearrange(in Frame frame, Span<Part> parts)
    {
        // A part ends where the comma before the next one stands, the last before the closing bracket.
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index].End = (index + 1 < parts.Length ? parts[index + 1].Start : _output.Length) - 1;
        }

        parts.Sort(new PartOrder(_output, frame.IsObject));
        _scratch.Clear();
        var written = _output.Written;
        for (var index = 0; index < parts.Length; index++)
        {
            var part = parts[index];
            if (frame.IsObject && index + 1 < parts.Length && NameOf(written, part).SequenceEqual(NameOf(written, parts[index + 1])))
            {
                continue;
            }

            if (_scratch.Length > 0)
            {
                _scratch.Add((byte)',');
            }

            _scratch.Add(written[part.Start..part.End]);
        }

        _output.Truncate(frame.Start + 1);
        _output.Add(_scratch.Written);
        _output.Add(frame.IsObject ? (byte)'}' : (byte)']');
    }

    private void MaskFrom(int start)
    {
        var masked = _mask.Mask(_output.Written[start..]);
        _output.Truncate(start);
        _output.Add(masked);
    }

    private ReadOnlySpan<byte> UnescapedName(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        _name.Clear();
        JsonText.Unescape(reader.ValueSpan, _name);
        return _name.Written;
    }

    private void WriteText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            _output.AddQuoted(reader.ValueSpan);
            return;
        }

        _name.Clear();
        JsonText.Unescape(reader.ValueSpan, _name);
        _output.Add((byte)'"');
        JsonText.Escape(_name.Written, _output);
        _output.Add((byte)'"');
    }

    private void WriteNumber(ReadOnlySpan<byte> number)
    {
        if (JsonNumberText.IsPlainInteger(number))
        {
            _output.Add(number);
        }
        else
        {
            _output.Add(Encoding.ASCII.GetBytes(JsonNumberText.Normalize(number)));
        }
    }

    private readonly record struct Frame(bool IsObject, int Start, int FirstPart, PathState? State, bool IsMasked, bool IsWithinMask);

    // A member or an element in the output: where it starts, where its name ends, where it ends.
    private record struct Part(int Start, int NameEnd)
    {
        public int End { get; set; }
    }

    private readonly struct PartOrder(ByteBuffer output, bool byName) : IComparer<Part>
    {
        public int Compare(Part left, Part right)
        {
            var written = output.Written;
            var order = byName
                ? NameOf(written, left).SequenceCompareTo(NameOf(written, right))
                : written[left.Start..left.End].SequenceCompareTo(written[right.Start..right.End]);
            return order != 0 ? order : left.Start.CompareTo(right.Start);
        }
    }
}
