using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Makes the calls for one item after the other, and puts their answers into it.</summary>
internal sealed class DetailReader(IApiSession session, ApiScope scope, WatcherProgram program)
{
    /// <summary>Reads the details of an item.</summary>
    /// <param name="item">Takes the answers.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The parts that could not be read.</returns>
    public async Task<IReadOnlyList<UnknownPart>> ReadAsync(JObject item, CancellationToken cancellationToken)
    {
        var unknown = new List<UnknownPart>();
        foreach (var detail in program.Details)
        {
            // Whether the item has this part cannot be told without the one that could not be read.
            if (unknown.Find(part => detail.WhenReads.Touches(part.Path)) is { } needed)
            {
                unknown.Add(needed with { Path = detail.Definition.PartPath });
                continue;
            }

            if (detail.When is not null && !JmesExpression.IsTrue(detail.When.Evaluate(item)))
            {
                continue;
            }

            try
            {
                Put(item, detail.Definition.At, await CallAsync(detail, item, cancellationToken).ConfigureAwait(false));
            }
            catch (SecurityMonkeyException exception) when (exception.Codes.Any(code => detail.Definition.Absent.Contains(code, StringComparer.OrdinalIgnoreCase)))
            {
                if (detail.Definition.Default is { } value)
                {
                    Put(item, detail.Definition.At, value.DeepClone());
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
            {
                // The boundary of a part: it is unknown, and the other parts of the item are read.
                var error = ErrorMapping.Describe(exception);
                unknown.Add(new UnknownPart(detail.Definition.PartPath, error.ErrorId, error.Message) { Kind = error.Kind });
                if (detail.Definition.PartPath.Length == 0)
                {
                    // The whole item is unknown, and its parts with it.
                    break;
                }
            }
        }

        return unknown;
    }

    private async Task<JToken> CallAsync(WatcherProgram.Detail detail, JObject item, CancellationToken cancellationToken)
    {
        var call = program.DetailCall(detail, item);
        var list = new JArray();
        await foreach (var page in session.CallAsync(scope, call, cancellationToken).ConfigureAwait(false))
        {
            var answer = JmesExpression.ParseConfig(System.Text.Encoding.UTF8.GetString(page.Span));
            var value = detail.Value is null ? answer : detail.Value.Evaluate(answer);
            if (!detail.Definition.IsList)
            {
                return value.DeepClone();
            }

            foreach (var element in value as JArray ?? throw Unexpected(detail.Definition.Value))
            {
                list.Add(element.DeepClone());
            }
        }

        return list;
    }

    private static SecurityMonkeyException Unexpected(string place)
        => new("AnswerUnexpected", ErrorKind.InvalidData, $"The answer is not what the document expects at '{place}'.");

    private static void Put(JObject item, string at, JToken value)
    {
        if (at is ".")
        {
            foreach (var member in (value as JObject ?? throw Unexpected(".")).Properties().ToArray())
            {
                item[member.Name] = member.Value;
            }

            return;
        }

        var names = at.Split('.');
        var target = item;
        foreach (var name in names[..^1])
        {
            if (target[name] is not JObject inner)
            {
                target[name] = inner = [];
            }

            target = inner;
        }

        target[names[^1]] = value;
    }
}
