using System.Management.Automation;
using System.Reflection;
using SecurityMonkey.Commands.Hosting;

namespace SecurityMonkey.PowerShellTests.Architecture;

public sealed class CmdletTests
{
    private static readonly string[] WritingVerbs = ["Add", "Set", "Remove", "Enable", "Disable", "Invoke", "Approve", "Revoke"];

    public static TheoryData<Type> Cmdlets { get; } =
        new(typeof(AsyncCmdlet).Assembly.GetExportedTypes().Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Cmdlet_is_sealed_named_by_rule_and_says_what_it_writes(Type type)
    {
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;

        Assert.True(type.IsSealed);
        Assert.StartsWith("SM", cmdlet.NounName, StringComparison.Ordinal);
        Assert.Equal($"{cmdlet.VerbName}{cmdlet.NounName}Command", type.Name);
        Assert.NotNull(type.GetCustomAttribute<OutputTypeAttribute>());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Verb_is_approved(Type type)
    {
        var approved = typeof(VerbInfo).Assembly.GetTypes()
            .Where(candidate => candidate.IsAbstract && candidate.IsSealed && candidate.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(candidate => candidate.GetFields())
            .Select(field => field.Name);

        Assert.Contains(type.GetCustomAttribute<CmdletAttribute>()!.VerbName, approved);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_writes_asks_first(Type type)
    {
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;

        // These verbs are also those of cmdlets that write nothing to store or disk.
        var isWriting = WritingVerbs.Contains(cmdlet.VerbName) || type.Name is "NewSMRuleCommand" or "ImportSMNetworkCommand" or "ImportSMAccountCommand";
        Assert.Equal(isWriting, cmdlet.SupportsShouldProcess);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Parameters_and_output_are_of_types_that_users_can_name(Type type)
    {
        var types = type.GetProperties().Where(property => property.GetCustomAttributes<ParameterAttribute>().Any()).Select(property => property.PropertyType)
            .Concat(type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Type));

        Assert.All(types.Select(Innermost), candidate => Assert.Contains(
            candidate.Assembly.GetName().Name,
            (string[])["SecurityMonkey.Abstractions", "System.Private.CoreLib", "System.Management.Automation"]));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Wildcards_are_declared_where_names_are_filtered(Type type)
    {
        string[] filters = ["Account", "ItemType", "Region", "Name", "Rule", "Tag"];
        var parameters = type.GetProperties().Where(property => property.PropertyType == typeof(string[]) && filters.Contains(property.Name));

        Assert.All(parameters, parameter => Assert.NotNull(parameter.GetCustomAttribute<SupportsWildcardsAttribute>()));
    }

    private static Type Innermost(Type type) => Nullable.GetUnderlyingType(type) ?? (type.IsArray ? Innermost(type.GetElementType()!) : type);
}
