using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecurityMonkey.Tests.Providers.Aws.Policies;

/// <summary>A request as AWS sees it.</summary>
public sealed record PolicyCall(string Kind, string Arn, string? Account, string Action, string Resource, IReadOnlyDictionary<string, string> Keys);

/// <summary>Decides single requests by the evaluation logic of AWS's documentation: slow, literal, and written apart from the product.</summary>
internal static class PolicyInterpreter
{
    public static bool IsAllowed(JsonObject policy, PolicyCall call)
    {
        var matching = policy["Statement"]!.AsArray().Where(statement => Matches(statement!.AsObject(), call)).Select(statement => (string)statement!["Effect"]!).ToArray();
        return matching.Contains("Allow") && !matching.Contains("Deny");
    }

    private static bool Matches(JsonObject statement, PolicyCall call)
        => MatchesPrincipal(statement, call)
            && MatchesList(statement, "Action", call.Action, ignoreCase: true)
            && MatchesList(statement, "Resource", call.Resource, ignoreCase: false)
            && (statement["Condition"]?.AsObject() ?? []).All(entry => entry.Value!.AsObject().All(key => Holds(entry.Key, key.Key, Texts(key.Value!), call, statement)));

    private static bool MatchesPrincipal(JsonObject statement, PolicyCall call)
        => statement["NotPrincipal"] is { } not ? !Named(not).Any(name => IsCaller(name, call)) : Named(statement["Principal"]!).Any(name => IsCaller(name, call));

    private static IEnumerable<(string Kind, string Text)> Named(JsonNode principal)
        => principal is JsonObject map ? map.SelectMany(member => Texts(member.Value!).Select(text => (member.Key, text))) : Texts(principal).Select(text => ("AWS", text));

    private static bool IsCaller((string Kind, string Text) named, PolicyCall call)
        => named.Text is "*"
            || (named.Kind is "Service" && call.Kind is "Service" && named.Text == call.Arn)
            || (named.Kind is "AWS" && call.Kind is "AWS" && (named.Text == call.Arn || named.Text == call.Account || named.Text == $"arn:aws:iam::{call.Account}:root"));

    private static bool MatchesList(JsonObject statement, string name, string value, bool ignoreCase)
        => statement["Not" + name] is { } not ? !Texts(not).Any(pattern => Like(pattern, value, ignoreCase))
            : statement[name] is not { } list || Texts(list).Any(pattern => Like(pattern, value, ignoreCase));

    private static bool Holds(string written, string key, string[] values, PolicyCall call, JsonObject statement)
    {
        var isForAll = written.StartsWith("ForAllValues:", StringComparison.Ordinal);
        var name = written.Split(':')[^1];
        var isIfExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        name = isIfExists ? name[..^8] : name;
        var has = call.Keys.TryGetValue(key, out var actual);
        if (name is "Null")
        {
            return values.Any(value => value == "true" ? !has : has);
        }

        if (!has)
        {
            return isIfExists || isForAll || name.Contains("Not", StringComparison.Ordinal);
        }

        return name switch
        {
            "StringEquals" => values.Contains(actual),
            "StringNotEquals" => !values.Contains(actual),
            "StringLike" or "ArnLike" or "ArnEquals" => values.Any(value => Like(value, actual!, ignoreCase: false)),
            "StringNotLike" or "ArnNotLike" => !values.Any(value => Like(value, actual!, ignoreCase: false)),
            "IpAddress" => values.Any(value => InBlock(value, actual!)),
            "NotIpAddress" => !values.Any(value => InBlock(value, actual!)),
            "Bool" => values.Contains(actual),
            _ => throw new NotSupportedException(name),
        };
    }

    private static bool Like(string pattern, string text, bool ignoreCase)
        => Regex.IsMatch(
            text,
            "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$",
            (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static bool InBlock(string block, string address)
    {
        var parts = block.Split('/');
        return new SecurityMonkey.Tests.Network.Block(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)).Holds(IPAddress.Parse(address));
    }

    private static string[] Texts(JsonNode node) => node is JsonArray list ? [.. list.Select(element => (string)element!)] : [(string)node!];
}
