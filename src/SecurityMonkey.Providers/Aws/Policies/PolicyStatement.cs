using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Policies;

/// <summary>A statement of a policy.</summary>
internal sealed class PolicyStatement
{
    private PolicyStatement(JsonElement statement, string path)
    {
        Path = path;
        Json = statement.GetRawText();
        Sid = Text(statement, nameof(Sid));
        IsAllow = Text(statement, "Effect") switch
        {
            "Allow" => true,
            "Deny" => false,
            var other => throw new FormatException($"{path} has the effect '{other}', neither Allow nor Deny."),
        };
        IsNotPrincipal = statement.TryGetProperty("NotPrincipal", out var notPrincipal);
        Principals = IsNotPrincipal ? PolicyPrincipal.Read(notPrincipal)
            : statement.TryGetProperty("Principal", out var principal) ? PolicyPrincipal.Read(principal)
            : [];
        IsNotAction = statement.TryGetProperty("NotAction", out var notAction);
        Actions = IsNotAction ? Texts(notAction) : statement.TryGetProperty("Action", out var action) ? Texts(action) : [];
        IsNotResource = statement.TryGetProperty("NotResource", out var notResource);
        Resources = IsNotResource ? Texts(notResource) : statement.TryGetProperty("Resource", out var resource) ? Texts(resource) : ["*"];
        Conditions = statement.TryGetProperty("Condition", out var conditions) ? PolicyCondition.Read(conditions) : [];
    }

    /// <summary>Where it stands in the document.</summary>
    public string Path { get; }

    /// <summary>The statement as JSON text.</summary>
    public string Json { get; }

    /// <summary>Its id, or an empty text.</summary>
    public string Sid { get; }

    /// <summary>Its id, or where it stands.</summary>
    public string Label => Sid.Length > 0 ? Sid : Path;

    /// <summary>Whether it allows or denies.</summary>
    public bool IsAllow { get; }

    /// <summary>Whether it speaks of all but <see cref="Principals"/>.</summary>
    public bool IsNotPrincipal { get; }

    /// <summary>The principals it names; none in policies of identities.</summary>
    public IReadOnlyList<PolicyPrincipal> Principals { get; }

    /// <summary>Whether it speaks of all but <see cref="Actions"/>.</summary>
    public bool IsNotAction { get; }

    /// <summary>The patterns of actions it names.</summary>
    public IReadOnlyList<string> Actions { get; }

    /// <summary>Whether it speaks of all but <see cref="Resources"/>.</summary>
    public bool IsNotResource { get; }

    /// <summary>The patterns of resources it names; <c>*</c> where it names none, as policies of roles and topics may.</summary>
    public IReadOnlyList<string> Resources { get; }

    /// <summary>Its conditions, all of which must hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; }

    /// <summary>The statement as evidence, cut short where it is very long.</summary>
    /// <param name="longest">How many characters of it are kept.</param>
    public Evidence ToEvidence(int longest = 600) => new(Path, Json.Length <= longest ? Json : Json[..longest] + "...");

    /// <summary>Reads a statement.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PolicyStatement Read(JsonElement statement, string path)
        => statement.ValueKind == JsonValueKind.Object ? new PolicyStatement(statement, path) : throw new FormatException($"{path} is not a map.");

    /// <summary>Whether it speaks of an action.</summary>
    public bool SpeaksOfAction(string action) => Actions.Any(pattern => Wildcard.IsMatch(pattern, action, ignoreCase: true)) != IsNotAction;

    /// <summary>Whether it speaks of a resource.</summary>
    public bool SpeaksOfResource(string resource) => Resources.Any(pattern => Wildcard.IsMatch(pattern, resource, ignoreCase: false)) != IsNotResource;

    /// <summary>Whether it speaks of somebody who asks.</summary>
    public bool SpeaksOf(Requester requester)
        => (Principals.Count > 0 || IsNotPrincipal) && Principals.Any(requester.Is) != IsNotPrincipal;

    /// <summary>Whether its conditions can hold for somebody who asks and chooses freely what he can choose.</summary>
    public bool HoldsFor(Requester requester)
    {
        // What must be there is there: 'IfExists' gives nothing away any more.
        var required = Conditions.Where(condition => condition.RequiresKey).Select(condition => condition.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Conditions.All(condition => condition.Holds(requester, required.Contains(condition.Key)) ?? IsAllow);
    }

    internal static IReadOnlyList<string> Texts(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Plain)] : [Plain(value)];

    private static string Text(JsonElement statement, string name) => statement.TryGetProperty(name, out var value) ? Plain(value) : "";

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
