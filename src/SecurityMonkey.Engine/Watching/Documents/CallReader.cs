using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SecurityMonkey.Engine.Documents;
using SecurityMonkey.Engine.Rules;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Watching.Documents;

/// <summary>Reads the calls of a watcher document, with the members that the account type knows.</summary>
internal sealed class CallReader(string file, IApiAccountType accountType, WatcherFunctions functions, ICollection<DocumentProblem> problems)
{
    private readonly List<string> _permissions = [];

    /// <summary>The permissions of the calls that were read.</summary>
    public IReadOnlyList<string> Permissions => _permissions;

    /// <summary>Reads the member <c>call</c>.</summary>
    /// <param name="reader">The map that has it.</param>
    /// <param name="permissions">The permissions it needs, where the document names them.</param>
    /// <param name="isRequired">Whether it must be there.</param>
    public CallDefinition? Read(DocumentReader reader, IReadOnlyList<string>? permissions = null, bool isRequired = true)
    {
        if (reader.Take("call", isRequired) is not { } node)
        {
            return null;
        }

        var call = new DocumentReader(file, "call", node, problems);
        var json = new JObject();
        foreach (var member in accountType.CallMembers)
        {
            if ((member.IsStructure ? call.Take(member.Name, member.IsRequired) : TakeText(call, member)) is { } value)
            {
                CheckTexts(call, value);
                json[member.Name] = value.ToJson();
            }
        }

        call.End();
        _permissions.AddRange(permissions is { Count: > 0 } ? permissions : accountType.GetPermissions(json.ToString(Formatting.None)));
        return new CallDefinition(json, accountType.CallMembers.Where(member => member.IsUrlPath).Select(member => member.Name).ToHashSet(StringComparer.Ordinal));
    }

    private static DocumentNode.Scalar? TakeText(DocumentReader call, ApiCallMember member)
    {
        var text = call.TakeScalar(member.Name, member.IsRequired);
        if (text is not null && member.AllowedValues.Count > 0 && !member.AllowedValues.Contains(text.Text, StringComparer.Ordinal))
        {
            call.Report(text, $"'{member.Name}' is '{text.Text}'; expected {string.Join(" or ", member.AllowedValues.Select(value => $"'{value}'"))}.");
        }

        return text;
    }

    private void CheckTexts(DocumentReader call, DocumentNode node)
    {
        switch (node)
        {
            case DocumentNode.Map map:
                map.Members.ToList().ForEach(member => CheckTexts(call, member.Value));
                break;
            case DocumentNode.List list:
                list.Items.ToList().ForEach(item => CheckTexts(call, item));
                break;
            case DocumentNode.Scalar scalar:
                try
                {
                    MessageTemplate.Compile(scalar.Text, functions);
                }
                catch (FormatException exception)
                {
                    call.Report(scalar, exception.Data["offset"] as int? ?? 0, exception.Message);
                }

                break;
        }
    }
}
