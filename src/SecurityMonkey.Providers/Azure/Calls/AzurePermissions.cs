namespace SecurityMonkey.Providers.Azure.Calls;

/// <summary>The permissions that calls need: actions of Azure's roles, and permissions of Microsoft Graph.</summary>
internal static class AzurePermissions
{
    /// <summary>The action that lets Resource Graph be asked.</summary>
    public const string ResourceGraph = "Microsoft.ResourceGraph/resources/read";

    /// <summary>What finds the subscriptions, and what says which of their resources may be read.</summary>
    public static IReadOnlyList<string> OfSession { get; } =
        ["Microsoft.Authorization/permissions/read", "Microsoft.Management/managementGroups/descendants/read", ResourceGraph, "Microsoft.Resources/subscriptions/read"];

    // The least that reads each, from the reference of Microsoft Graph; the longest beginning that fits counts.
    private static readonly (string Path, string Permission)[] GraphPaths =
    [
        ("identity/conditionalAccess", "Policy.Read.All"),
        ("policies/deviceRegistrationPolicy", "Policy.Read.DeviceConfiguration"),
        ("policies", "Policy.Read.All"),
        ("reports/authenticationMethods", "AuditLog.Read.All"),
        ("applications", "Application.Read.All"),
        ("servicePrincipals", "Application.Read.All"),
        ("users", "User.Read.All"),
        ("groups", "Group.Read.All"),
        ("groupSettings", "GroupSettings.Read.All"),
        ("directoryRoles", "RoleManagement.Read.Directory"),
        ("roleManagement/directory", "RoleManagement.Read.Directory"),
        ("organization", "Organization.Read.All"),
        ("domains", "Domain.Read.All"),
    ];

    /// <summary>The permissions of a call.</summary>
    public static IReadOnlyList<string> Of(AzureCall call) => call.Api switch
    {
        AzureApi.ResourceGraph => [ResourceGraph],
        AzureApi.Graph => OfGraph(call.Path),
        _ => ActionOf(call) is { } action ? [action] : [],
    };

    /// <summary>The resource type that a call reads; empty where it does not tell.</summary>
    public static string ResourceTypeOf(AzureCall call) => call.ResourceType.Length > 0 ? call.ResourceType : TypeOfPath(call.Path.Split('?')[0]);

    /// <summary>A role for Azure, as <c>New-AzRoleDefinition</c> and <c>az role definition create</c> take it.</summary>
    public static string WriteRole(IReadOnlyList<string> permissions)
    {
        var actions = permissions.Where(permission => permission.Contains('/', StringComparison.Ordinal));
        var graph = permissions.Where(permission => !permission.Contains('/', StringComparison.Ordinal)).ToArray();
        var role = new
        {
            Name = "SecurityMonkey Reader",
            IsCustom = true,
            Description = "Reads the configurations that SecurityMonkey watches, and nothing else."
                + (graph.Length == 0 ? "" : $" Entra ID is not read by roles of Azure: grant the application these permissions of Microsoft Graph: {string.Join(", ", graph)}."),
            Actions = actions.ToArray(),
            NotActions = Array.Empty<string>(),
            DataActions = Array.Empty<string>(),
            NotDataActions = Array.Empty<string>(),
            AssignableScopes = new[] { "/subscriptions/00000000-0000-0000-0000-000000000000" },
        };
        return System.Text.Json.JsonSerializer.Serialize(role, WriteIndented);
    }

    private static readonly System.Text.Json.JsonSerializerOptions WriteIndented = new() { WriteIndented = true };

    private static string? ActionOf(AzureCall call)
    {
        var type = ResourceTypeOf(call);
        if (type.Length == 0)
        {
            return null;
        }

        // Azure reads secrets of resources by POST: .../listKeys is the action Microsoft.Storage/storageAccounts/listKeys/action.
        return call.Method is "POST" ? $"{type}/action" : $"{type}/read";
    }

    private static string TypeOfPath(string path)
    {
        if (ArmIds.TypeIn(path) is { Length: > 0 } type)
        {
            return type;
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            [var one] when Is(one, "subscriptions") => "Microsoft.Resources/subscriptions",
            [var one, _] when Is(one, "subscriptions") => "Microsoft.Resources/subscriptions",
            [var one, _, var two, ..] when Is(one, "subscriptions") && Is(two, "resourceGroups") => "Microsoft.Resources/subscriptions/resourceGroups",
            _ => "",
        };
    }

    private static bool Is(string segment, string name) => string.Equals(segment, name, StringComparison.OrdinalIgnoreCase);

    private static string[] OfGraph(string path)
    {
        var rest = path.Split('?')[0].Split('/', 3, StringSplitOptions.RemoveEmptyEntries) is [_, .. var behind] ? string.Join('/', behind) : "";
        return [.. GraphPaths.Where(known => rest.StartsWith(known.Path, StringComparison.OrdinalIgnoreCase)).OrderByDescending(known => known.Path.Length).Select(known => known.Permission).Take(1)];
    }
}
