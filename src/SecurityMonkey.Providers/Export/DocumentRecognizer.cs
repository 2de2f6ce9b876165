using System.Text.Json;
using SecurityMonkey.Providers.Aws;

namespace SecurityMonkey.Providers.Export;

/// <summary>
/// Walks the tokens of a document and recognises it by what it holds: the lists of the AWS CLI by their names, resources of Azure by
/// their ids and types, objects of GitHub by their own addresses. Resources that are recognised by name are skipped as a whole.
/// </summary>
internal sealed class DocumentRecognizer(DocumentIndex index)
{
    private const int NotSkipping = -1;

    // The levels above the resources; a document has at most a handful of them.
    private readonly Stack<Level> _levels = new();
    private readonly ResourceClassifier _classifier = new(index);
    private int _skipDepth = NotSkipping;
    private Action<long>? _onSkipped;
    private bool _isEmpty = true;
    private bool _hasOtherValues;
    private int _depth;

    /// <summary>Whether the walk is in the middle of a value.</summary>
    public bool IsInsideValue => _depth > 0;

    /// <summary>Takes a token.</summary>
    /// <param name="reader">The reader, which stands on the token; a value that is of no interest is skipped with it.</param>
    /// <param name="position">Where the reader's buffer stands in the file.</param>
    public void Visit(ref Utf8JsonReader reader, long position)
    {
        _isEmpty = false;
        var isStart = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        _depth = reader.CurrentDepth + (isStart ? 1 : 0);
        if (_skipDepth != NotSkipping)
        {
            if (isEnd && reader.CurrentDepth == _skipDepth)
            {
                EndSkip(position + reader.TokenStartIndex + 1);
            }

            return;
        }

        if (isEnd)
        {
            EndLevel(position + reader.TokenStartIndex + 1);
        }
        else if (reader.TokenType == JsonTokenType.PropertyName)
        {
            var level = _levels.Peek();
            level.Name = reader.GetString()!;
            level.Facts.TakeName(level.Name);
        }
        else if (_levels.TryPeek(out var level))
        {
            VisitValue(level, ref reader, position);
        }
        else
        {
            VisitRoot(ref reader, position);
        }
    }

    /// <summary>Takes the end of the document.</summary>
    public void End()
    {
        if (index.Problem is not null)
        {
            return;
        }

        if (_isEmpty)
        {
            index.Fail("DocumentEmpty", ErrorKind.InvalidData, "The document is empty; the command that should have written it has probably failed. Export it again.");
        }
        else if (_hasOtherValues && index.ItemTypes.Count > 0)
        {
            index.Fail(
                "DocumentNotRecognized",
                ErrorKind.InvalidData,
                "Beside what was recognised, the document holds something that is not recognised, such as the message of an error. Export it again.");
        }
        else if (_hasOtherValues)
        {
            index.Fail(
                "DocumentNotRecognized",
                ErrorKind.InvalidData,
                "The document is not recognised. Expected is the output of an AWS CLI describe call, of an Azure REST list call or Resource Graph query " +
                "(value, data, or resources with id and type), or of gh api.");
        }

        index.IsEmptyList = index.Problem is null && index.ItemTypes.Count == 0;
    }

    private void VisitRoot(ref Utf8JsonReader reader, long position)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _levels.Push(new Level(LevelKind.RootObject, position + reader.TokenStartIndex));
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            _levels.Push(new Level(LevelKind.List, position + reader.TokenStartIndex));
        }
        else
        {
            _hasOtherValues = true;
        }
    }

    private void VisitValue(Level level, ref Utf8JsonReader reader, long position)
    {
        switch (level.Kind)
        {
            case LevelKind.RootObject:
                VisitMember(level, ref reader, position);
                break;
            case LevelKind.List when reader.TokenType == JsonTokenType.StartObject:
                level.Count++;
                VisitElement(level, ref reader, position);
                break;
            case LevelKind.List when reader.TokenType == JsonTokenType.StartArray:
                // gh api --paginate --slurp writes a list of lists.
                _levels.Push(new Level(LevelKind.List, position + reader.TokenStartIndex) { Shape = level.Shape });
                break;
            case LevelKind.List:
                level.Count++;
                _classifier.Reject(level.Count, "is not an object");
                break;
            case LevelKind.Element:
                level.Facts.TakeValue(level.Name, ref reader);
                Skip(ref reader, position, onSkipped: null);
                break;
            case LevelKind.Group when reader.TokenType == JsonTokenType.StartArray && string.Equals(level.Name, level.Shape!.NestedKey, StringComparison.Ordinal):
                level.HasLists = true;
                _levels.Push(new Level(LevelKind.List, position + reader.TokenStartIndex) { Shape = level.Shape, IsNested = true });
                break;
            default:
                Skip(ref reader, position, onSkipped: null);
                break;
        }
    }

    private void VisitMember(Level level, ref Utf8JsonReader reader, long position)
    {
        level.Facts.TakeValue(level.Name, ref reader);
        var shape = AwsDocumentShapes.Find(level.Name);
        if (reader.TokenType == JsonTokenType.StartArray && (shape is { IsSingle: false } || level.Name is "value" or "data"))
        {
            level.HasLists = true;
            if (shape is not null)
            {
                index.SpeakOf(shape.ItemType.Id);
            }

            _levels.Push(new Level(LevelKind.List, position + reader.TokenStartIndex) { Shape = shape });
        }
        else if (reader.TokenType == JsonTokenType.StartObject && shape is { IsSingle: true })
        {
            level.HasLists = true;
            SkipResource(shape.ItemType.Id, ref reader, position);
        }
        else
        {
            Skip(ref reader, position, onSkipped: null);
        }
    }

    private void VisitElement(Level list, ref Utf8JsonReader reader, long position)
    {
        var start = position + reader.TokenStartIndex;
        if (list.Shape is null)
        {
            _levels.Push(new Level(LevelKind.Element, start));
        }
        else if (list.Shape.NestedKey is not null && !list.IsNested)
        {
            _levels.Push(new Level(LevelKind.Group, start) { Shape = list.Shape });
        }
        else
        {
            SkipResource(list.Shape.ItemType.Id, ref reader, position);
        }
    }

    private void SkipResource(string itemType, ref Utf8JsonReader reader, long position)
    {
        var start = position + reader.TokenStartIndex;
        Skip(ref reader, position, end => _classifier.Accept(itemType, start, end));
    }

    // Skips at once where the value is in the buffer, and otherwise token by token.
    private void Skip(ref Utf8JsonReader reader, long position, Action<long>? onSkipped)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        _onSkipped = onSkipped;
        var depth = reader.CurrentDepth;
        if (reader.TrySkip())
        {
            _depth = depth;
            EndSkip(position + reader.TokenStartIndex + 1);
        }
        else
        {
            _skipDepth = depth;
        }
    }

    private void EndSkip(long end)
    {
        _skipDepth = NotSkipping;
        var onSkipped = _onSkipped;
        _onSkipped = null;
        onSkipped?.Invoke(end);
    }

    private void EndLevel(long end)
    {
        var level = _levels.Pop();
        switch (level.Kind)
        {
            case LevelKind.Element:
                _classifier.Classify(level.Facts, level.Start, end, _levels.Peek().Count);
                break;
            case LevelKind.Group when !level.HasLists:
                _classifier.Reject(_levels.Peek().Count, $"has no list '{level.Shape!.NestedKey}'");
                break;
            case LevelKind.RootObject when !level.HasLists:
                _hasOtherValues |= !_classifier.ClassifyRoot(level.Facts, level.Start, end);
                break;
        }

        if (level.HasLists && level.Facts.Continuation is { } member)
        {
            index.Fail(
                "DocumentIncomplete",
                ErrorKind.InvalidData,
                $"The list goes on elsewhere: the document has '{member}'. Export it whole (AWS CLI: without --max-items and --no-paginate; Azure: follow nextLink).");
        }
    }

    private enum LevelKind
    {
        RootObject,
        List,
        Element,
        Group,
    }

    private sealed class Level(LevelKind kind, long start)
    {
        public LevelKind Kind => kind;

        public long Start => start;

        public ElementFacts Facts { get; } = new();

        public AwsDocumentShape? Shape { get; init; }

        public bool IsNested { get; init; }

        /// <summary>Whether the object holds what its kind should: lists or resources by name.</summary>
        public bool HasLists { get; set; }

        public string Name { get; set; } = "";

        public int Count { get; set; }
    }
}
