using System.Management.Automation;
using System.Reflection;

namespace SecurityMonkey.Commands.Formatting;

/// <summary>
/// Adds configurations as objects to what cmdlets write: <c>$item.Config</c>, <c>$change.Before</c>. They are made when they are asked
/// for. The members hang on the objects and not on their types, because a types file would fail before a second copy of the module
/// could be refused with a clear message.
/// </summary>
public static class ConfigMembers
{
    private static readonly MethodInfo OfItem = Getter(nameof(ItemConfig));
    private static readonly MethodInfo OfRevision = Getter(nameof(RevisionConfig));
    private static readonly MethodInfo BeforeChange = Getter(nameof(ChangeBefore));
    private static readonly MethodInfo AfterChange = Getter(nameof(ChangeAfter));

    /// <summary>The configuration of an item.</summary>
    /// <param name="instance">The item.</param>
    public static object? ItemConfig(PSObject instance) => ConfigObject.From(((Item)instance.BaseObject).ConfigJson);

    /// <summary>The configuration of a revision.</summary>
    /// <param name="instance">The revision.</param>
    public static object? RevisionConfig(PSObject instance) => ConfigObject.From(((Revision)instance.BaseObject).ConfigJson);

    /// <summary>The configuration before a change.</summary>
    /// <param name="instance">The change.</param>
    public static object? ChangeBefore(PSObject instance) => ConfigObject.From(((Change)instance.BaseObject).BeforeJson);

    /// <summary>The configuration after a change.</summary>
    /// <param name="instance">The change.</param>
    public static object? ChangeAfter(PSObject instance) => ConfigObject.From(((Change)instance.BaseObject).AfterJson);

    /// <summary>Adds the members that belong to an object's type.</summary>
    internal static object AddTo(object value) => value switch
    {
        Item => Add(value, new PSCodeProperty("Config", OfItem)),
        Revision => Add(value, new PSCodeProperty("Config", OfRevision)),
        Change => Add(value, new PSCodeProperty("Before", BeforeChange), new PSCodeProperty("After", AfterChange)),
        _ => value,
    };

    private static PSObject Add(object value, params PSCodeProperty[] properties)
    {
        var wrapped = PSObject.AsPSObject(value);
        foreach (var property in properties)
        {
            wrapped.Members.Add(property, preValidated: true);
        }

        return wrapped;
    }

    private static MethodInfo Getter(string name) => typeof(ConfigMembers).GetMethod(name)!;
}
