using FsCheck;
using FsCheck.Fluent;

namespace SecurityMonkey.Tests.Diffing;

/// <summary>A value, and another that is often much like it.</summary>
public sealed record JsonPair(JsonTree Before, JsonTree After)
{
    public override string ToString() => $"{Before}  =>  {After}";
}

/// <summary>Random JSON. Names and scalars are drawn from few, so that lists have duplicates and objects have members in common.</summary>
public static class JsonArbitraries
{
    private static readonly string[] Names =
        ["a", "b", "c", "id", "Key", "name", "Tags", "x.y", "q\"uote", "back\\slash", "$", "", "[0]", "line\nbreak", "Name\u00e9", "\ud83d\ude00", "_t", "_0", "0"];

    private static readonly string[] Texts =
        ["", "a", "b", "/slash/", "\u00e9t\u00e9", "\ud83d\ude00", "\uffff", "tab\t", "\"", "\\", "\u0001", "2024-01-01T00:00:00Z", "1", "null"];

    private static readonly JsonTree[] Scalars =
    [
        .. Texts.Select(text => new JsonTree.Text(text)),
        new JsonTree.Word("true"),
        new JsonTree.Word("false"),
        new JsonTree.Word("null"),
        new JsonTree.Number("0", "-0", "0.0", "0e5"),
        new JsonTree.Number("1", "1.0", "1e0", "10E-1"),
        new JsonTree.Number("-1", "-1.00"),
        new JsonTree.Number("0.1", "0.10", "1e-1"),
        new JsonTree.Number("100", "1e2", "1E+2"),
        new JsonTree.Number("1234567890123456789012345", "12345678901234567890123450e-1"),
        new JsonTree.Number("0.12345678901234567890123", "12345678901234567890123e-23"),
        new JsonTree.Number("1e400", "10E399"),
        new JsonTree.Number("25e-325", "2.5e-324"),
    ];

    public static Arbitrary<JsonTree> Json() => Arb.From(Gen.Sized(size => Value(Math.Min(size, 40))), Shrink);

    public static Arbitrary<JsonPair> Pairs() => Arb.From(
        from before in Gen.Sized(size => Value(Math.Min(size, 40)))
        from mutated in Mutate(before, chance: 3)
        from other in Gen.Sized(size => Value(Math.Min(size, 10)))
        from isMutated in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new JsonPair(before, isMutated ? mutated : other),
        pair => Shrink(pair.Before).Select(before => pair with { Before = before }).Concat(Shrink(pair.After).Select(after => pair with { After = after })));

    private static Gen<JsonTree> Scalar() => Gen.Elements(Scalars);

    private static Gen<JsonTree> Value(int size) => size <= 1
        ? Scalar()
        : Gen.Frequency((2, Scalar()), (3, Map(size)), (3, List(size)));

    private static Gen<JsonTree> Map(int size)
        => from count in Gen.Choose(0, Math.Min(size, 5))
           from names in Gen.Shuffle(Names)
           from values in Gen.CollectToList(Enumerable.Range(0, count), _ => Value(size / Math.Max(count, 1)))
           select (JsonTree)new JsonTree.Map([.. names.Zip(values, KeyValuePair.Create)]);

    private static Gen<JsonTree> List(int size)
        => from count in Gen.Choose(0, Math.Min(size, 6))
           from items in Gen.CollectToList(Enumerable.Range(0, count), _ => Value(size / Math.Max(count, 1)))
           select (JsonTree)new JsonTree.List([.. items]);

    // Changes, removes, adds, doubles and moves things here and there.
    private static Gen<JsonTree> Mutate(JsonTree tree, int chance) => Gen.Frequency(
        (chance, Value(6)),
        (20, tree switch
        {
            JsonTree.Map map => MutateMap(map),
            JsonTree.List list => MutateList(list),
            _ => Gen.Constant(tree),
        }));

    private static Gen<JsonTree> MutateMap(JsonTree.Map map)
        => from kept in Gen.CollectToList(map.Members, member => Mutate(member.Value, 1).Select(value => KeyValuePair.Create(member.Key, value)))
           from dropped in Gen.Choose(0, 8)
           from name in Gen.Elements(Names)
           from value in Value(4)
           from isAdded in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
           let rest = kept.Where((member, index) => index != dropped && !(isAdded && string.Equals(member.Key, name, StringComparison.Ordinal)))
           select (JsonTree)new JsonTree.Map([.. isAdded ? rest.Append(KeyValuePair.Create(name, value)) : rest]);

    private static Gen<JsonTree> MutateList(JsonTree.List list)
        => from kept in Gen.CollectToList(list.Items, item => Mutate(item, 1))
           from shuffled in Gen.Shuffle(kept.ToArray())
           from what in Gen.Choose(0, 7)
           from index in Gen.Choose(0, Math.Max(kept.Count - 1, 0))
           from added in Value(4)
           select (JsonTree)new JsonTree.List((JsonTree[])(what switch
           {
               0 => [.. shuffled],
               1 => [added, .. kept],
               2 => [.. kept.Take(index), added, .. kept.Skip(index)],
               3 => [.. kept.Where((_, position) => position != index)],
               4 => [.. kept, .. kept.Take(1)],
               _ => [.. kept],
           }));

    private static IEnumerable<JsonTree> Shrink(JsonTree tree) => tree switch
    {
        JsonTree.Map map => map.Members.Select(member => member.Value)
            .Concat(map.Members.Select((_, index) => new JsonTree.Map([.. map.Members.Where((_, other) => other != index)])))
            .Concat(map.Members.SelectMany((member, index) => Shrink(member.Value).Select(value =>
                new JsonTree.Map([.. map.Members.Select((kept, other) => other == index ? KeyValuePair.Create(member.Key, value) : kept)])))),
        JsonTree.List list => list.Items
            .Concat(list.Items.Select((_, index) => new JsonTree.List([.. list.Items.Where((_, other) => other != index)])))
            .Concat(list.Items.SelectMany((item, index) => Shrink(item).Select(value =>
                new JsonTree.List([.. list.Items.Select((kept, other) => other == index ? value : kept)])))),
        _ => [],
    };
}
