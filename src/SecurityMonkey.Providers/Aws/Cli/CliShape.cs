using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace SecurityMonkey.Providers.Aws.Cli;

/// <summary>What the AWS CLI prints of a type of the SDK: the same names, but for a few that the SDK has changed.</summary>
/// <remarks>
/// Both are made from the same models of the services. Where the SDK's property has another name than the member of the model, it is
/// listed here; source: the SDK's customisations of the EC2 model, compared with the members that
/// https://docs.aws.amazon.com/cli/latest/reference/ec2/ documents.
/// </remarks>
internal sealed class CliShape
{
    private static readonly ConcurrentDictionary<Type, CliShape> Shapes = new();

    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["IpPermission.Ipv4Ranges"] = "IpRanges",
        ["PrefixListId.Id"] = "PrefixListId",
        ["CidrBlock.Cidr"] = "CidrBlock",
        ["Ipv6CidrBlock.Value"] = "Ipv6CidrBlock",
    };

    // Lists of texts in the SDK that are lists of objects with a Value in the API.
    private static readonly HashSet<string> Wrapped = new(StringComparer.Ordinal) { "DhcpConfiguration.Values" };

    private readonly Lazy<CliMember[]> _members;

    // Lazily, so that a type may hold itself.
    private CliShape(Type type) => _members = new Lazy<CliMember[]>(() => [.. Describe(type)]);

    /// <summary>The members.</summary>
    public IReadOnlyList<CliMember> Members => _members.Value;

    /// <summary>The shape of a type.</summary>
    public static CliShape Of(Type type) => Shapes.GetOrAdd(type, static key => new CliShape(key));

    /// <summary>The index of the member whose name the reader stands on, or -1.</summary>
    /// <param name="reader">The reader.</param>
    public int IndexOf(ref Utf8JsonReader reader)
    {
        var members = _members.Value;
        for (var index = 0; index < members.Length; index++)
        {
            if (reader.ValueTextEquals(members[index].EncodedName.EncodedUtf8Bytes))
            {
                return index;
            }
        }

        return -1;
    }

    private static IEnumerable<CliMember> Describe(Type type)
        => from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.CanRead && property.CanWrite && property.GetIndexParameters().Length == 0
           let key = $"{type.Name}.{property.Name}"
           select new CliMember(property, Renamed.GetValueOrDefault(key, property.Name), CliValue.Of(property.PropertyType, Wrapped.Contains(key)));
}
