using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SecurityMonkey.Providers.Export;

/// <summary>Reads a document once, as a stream of any size, and notes where its resources stand and of which item type they are.</summary>
internal static class DocumentIndexer
{
    /// <summary>How the JSON of documents and of their resources is read.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { AllowMultipleValues = true, MaxDepth = 256 };

    /// <summary>The error of a document whose text is not Unicode.</summary>
    public const string NotUnicode = "DocumentNotUnicode";

    /// <summary>Its message.</summary>
    public const string NotUnicodeMessage = "The document holds text that is neither UTF-8 nor UTF-16. Export it again in UTF-8.";

    private const int FirstBuffer = 256 * 1024;
    private const int LongestToken = 64 * 1024 * 1024;

    /// <summary>Indexes a document. What is wrong with it is noted in the index, never thrown.</summary>
    /// <param name="scope">Its path below the account's folder.</param>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static DocumentIndex Index(string scope, string path, CancellationToken cancellationToken)
    {
        var index = new DocumentIndex(scope, path);
        try
        {
            index.Version = DocumentIndex.VersionOf(path);
            index.Path = TextEncodings.ToUtf8(path);
            using var stream = new FileStream(index.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
            Read(stream, index, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            index.Fail("DocumentUnreadable", ErrorKind.Unavailable, $"The document cannot be read: {exception.Message}", exception);
        }
        catch (OperationCanceledException) when (index.IsCopy)
        {
            // Nobody gets the index, and so nobody else deletes the copy.
            File.Delete(index.Path);
            throw;
        }

        return index;
    }

    private static void Read(FileStream stream, DocumentIndex index, CancellationToken cancellationToken)
    {
        var recognizer = new DocumentRecognizer(index);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var state = new JsonReaderState(ReaderOptions);
            var length = stream.Read(buffer);
            var start = SkipByteOrderMark(buffer.AsSpan(0, length));
            var position = 0L;
            var isEnd = false;
            while (!isEnd)
            {
                cancellationToken.ThrowIfCancellationRequested();
                isEnd = length < buffer.Length && Fill(stream, buffer, ref length);
                var reader = new Utf8JsonReader(buffer.AsSpan(start, length - start), isEnd, state);
                try
                {
                    while (reader.Read())
                    {
                        recognizer.Visit(ref reader, position + start);
                    }
                }
                catch (JsonException exception) when (isEnd && recognizer.IsInsideValue && IsBeginning(buffer.AsSpan(start, length - start), state))
                {
                    index.Fail("DocumentTruncated", ErrorKind.InvalidData, $"The document is cut off at {PlaceOf(exception)}. Export it again, whole.", exception);
                    return;
                }

                state = reader.CurrentState;
                var consumed = start + (int)reader.BytesConsumed;
                position += consumed;
                buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
                length -= consumed;
                start = 0;
                if (length >= LongestToken)
                {
                    index.Fail("DocumentTooLarge", ErrorKind.InvalidData, $"A single text in the document is longer than {LongestToken / 1024 / 1024} MiB.");
                    return;
                }

                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }

            recognizer.End();
        }
        catch (JsonException exception)
        {
            index.Fail("DocumentNotJson", ErrorKind.ParseError, $"The document is not JSON ({PlaceOf(exception)}): {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The reader takes any bytes for a text, and throws this when a text is asked for that is none.
            index.Fail(NotUnicode, ErrorKind.InvalidData, NotUnicodeMessage, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Reads until the buffer is full or the file ends; says whether it ended.
    private static bool Fill(FileStream stream, byte[] buffer, ref int length)
    {
        while (length < buffer.Length)
        {
            var read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0)
            {
                return true;
            }

            length += read;
        }

        return false;
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan().CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static int SkipByteOrderMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

    // Whether nothing is wrong with the last bytes of a document but that there are no more of them.
    private static bool IsBeginning(ReadOnlySpan<byte> bytes, JsonReaderState state)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, state);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string PlaceOf(JsonException exception) => $"line {(exception.LineNumber ?? 0) + 1}";
}
