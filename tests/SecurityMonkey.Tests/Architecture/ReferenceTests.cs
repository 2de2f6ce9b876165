using System.Reflection;
using SecurityMonkey.Engine;
using SecurityMonkey.Plugins;
using SecurityMonkey.Providers.Export;

namespace SecurityMonkey.Tests.Architecture;

/// <summary>References point one way: Engine to Abstractions, Providers to Abstractions, and nothing to PowerShell.</summary>
public sealed class ReferenceTests
{
    private static readonly Assembly Abstractions = typeof(IPlugin).Assembly;
    private static readonly Assembly EngineAssembly = typeof(MonkeyEngine).Assembly;
    private static readonly Assembly Providers = typeof(ExportPlugin).Assembly;

    // What the platform's core assemblies are called at compile time (net8.0) and at run time.
    private static readonly string[] Core = ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Net.Primitives"];

    [Fact]
    public void Abstractions_know_nobody()
        => Assert.DoesNotContain(Abstractions.GetReferencedAssemblies(), reference => !reference.Name!.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void Engine_knows_neither_providers_nor_clouds_nor_powershell()
        => Assert.DoesNotContain(
            NamesOf(EngineAssembly),
            name => name is "SecurityMonkey.Providers" or "SecurityMonkey.PowerShell" or "System.Management.Automation"
                || name.StartsWith("AWSSDK", StringComparison.Ordinal) || name.StartsWith("Azure.", StringComparison.Ordinal));

    [Fact]
    public void Providers_know_neither_engine_nor_powershell()
        => Assert.DoesNotContain(
            NamesOf(Providers), name => name is "SecurityMonkey.Engine" or "SecurityMonkey.PowerShell" or "System.Management.Automation");

    [Fact]
    public void Contracts_speak_of_core_types_only()
    {
        var exposed = Abstractions.GetExportedTypes().SelectMany(TypesIn).Distinct();

        // A type of another assembly would be two types at run time, one in each load context.
        Assert.Empty(exposed.Where(type => type.Assembly != Abstractions && !Core.Contains(type.Assembly.GetName().Name)).Select(type => type.FullName));
    }

    [Fact]
    public void Engine_keeps_third_party_types_to_itself()
    {
        var exposed = EngineAssembly.GetExportedTypes().SelectMany(TypesIn).Distinct();

        Assert.Empty(exposed
            .Where(type => type.Assembly != EngineAssembly && type.Assembly != Abstractions && !type.Assembly.GetName().Name!.StartsWith("System", StringComparison.Ordinal))
            .Select(type => type.FullName));
    }

    private static IEnumerable<string> NamesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<Type> TypesIn(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(Declared).Where(member => member switch
        {
            MethodBase method => method.IsPublic || method.IsFamily,
            FieldInfo field => field.IsPublic || field.IsFamily,
            _ => false,
        });
        var signatures = members.SelectMany(member => member switch
        {
            MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
            ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
            FieldInfo field => [field.FieldType],
            _ => Array.Empty<Type>(),
        });
        return signatures.Concat(type.GetInterfaces()).Append(type.BaseType ?? typeof(object)).SelectMany(Parts);
    }

    // The type itself, what it is a list of, and its type arguments.
    private static IEnumerable<Type> Parts(Type type)
        => type.IsGenericParameter ? []
            : type.HasElementType ? Parts(type.GetElementType()!)
            : type.GetGenericArguments().SelectMany(Parts).Append(type);
}
