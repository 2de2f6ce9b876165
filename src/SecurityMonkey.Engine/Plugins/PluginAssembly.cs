using System.Reflection;
using SecurityMonkey.Plugins;

namespace SecurityMonkey.Engine.Plugins;

/// <summary>Loads plug-ins from assemblies.</summary>
public static class PluginAssembly
{
    /// <summary>Loads the plug-in of an assembly, in a load context of its own.</summary>
    /// <param name="path">The full path of the assembly.</param>
    /// <exception cref="SecurityMonkeyException">The file is no assembly, needs what is not there, or does not show exactly one plug-in.</exception>
    public static IPlugin Load(string path)
    {
        try
        {
            var assembly = new PluginLoadContext(path).LoadFromAssemblyPath(path);
            var types = assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPlugin).IsAssignableFrom(type)).ToArray();
            return types switch
            {
                [var type] => (IPlugin)Activator.CreateInstance(type)!,
                [] => throw Broken(path, "it has no public class that implements SecurityMonkey.Plugins.IPlugin."),
                _ => throw Broken(path, $"it has several classes that implement IPlugin ({string.Join(", ", types.Select(type => type.FullName))}); one should register all there is."),
            };
        }
        catch (BadImageFormatException exception)
        {
            throw Broken(path, "it is not a .NET assembly, or one for another platform.", exception);
        }
        catch (TargetInvocationException exception)
        {
            throw Broken(path, $"its class could not be created: {exception.InnerException?.Message}", exception.InnerException);
        }
        catch (MissingMethodException exception)
        {
            throw Broken(path, $"its class needs a public constructor without parameters, or it was built against other contracts: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is TypeLoadException or IOException or UnauthorizedAccessException or MemberAccessException)
        {
            throw Broken(path, exception.Message, exception);
        }
    }

    private static SecurityMonkeyException Broken(string path, string reason, Exception? cause = null)
        => new("PluginBroken", ErrorKind.InvalidData, $"The plug-in '{path}' cannot be loaded: {reason}", cause)
        {
            Target = path,
        };
}
