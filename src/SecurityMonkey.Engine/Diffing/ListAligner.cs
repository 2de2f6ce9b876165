using System.Text.Json;

namespace SecurityMonkey.Engine.Diffing;

/// <summary>Says which element of a later list corresponds to which of an earlier one.</summary>
internal static class ListAligner
{
    // Above this many comparisons the longest common subsequence is not worth its memory; it is then only found where no element comes twice.
    private const int MostCells = 4_000_000;

    // Above this many, elements that have no identity are not searched for the most alike one.
    private const int MostForSimilarity = 400;

    private const double LeastSimilarity = 0.3;

    private static readonly string[] IdentityNames =
        ["id", "Id", "ID", "arn", "Arn", "key", "Key", "name", "Name", "Sid", "RuleName", "NodeId", "node_id", "url", "CidrIp", "CidrIpv6"];

    /// <summary>Pairs of positions, in the order of the later list; -1 stands for "none".</summary>
    /// <param name="before">The earlier elements, canonical.</param>
    /// <param name="after">The later elements, canonical.</param>
    /// <param name="isOrdered">Whether the order carries meaning: then equal elements are paired in order only, and one that moved has no pair.</param>
    public static IReadOnlyList<(int From, int To)> Align(JsonElement[] before, JsonElement[] after, bool isOrdered)
    {
        var pairing = new Pairing(before, after, isOrdered);
        if (isOrdered && (long)before.Length * after.Length <= MostCells)
        {
            PairEqualInOrder(pairing);
        }
        else
        {
            PairEqualAnywhere(pairing);
            if (isOrdered)
            {
                UnpairCrossings(pairing);
            }
        }

        PairByIdentity(pairing);
        PairBySimilarity(pairing);
        return pairing.ToPairs();
    }

    private static void PairEqualInOrder(Pairing pairing)
    {
        var (before, after) = (pairing.BeforeIds, pairing.AfterIds);
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head])
        {
            pairing.Pair(head, head);
            head++;
        }

        var (beforeEnd, afterEnd) = (before.Length, after.Length);
        while (beforeEnd > head && afterEnd > head && before[beforeEnd - 1] == after[afterEnd - 1])
        {
            pairing.Pair(--beforeEnd, --afterEnd);
        }

        var lengths = CommonLengths(before.AsSpan(head, beforeEnd - head), after.AsSpan(head, afterEnd - head));
        for (int row = 0, column = 0; row < beforeEnd - head && column < afterEnd - head;)
        {
            if (before[head + row] == after[head + column])
            {
                pairing.Pair(head + row++, head + column++);
            }
            else if (lengths[row + 1, column] >= lengths[row, column + 1])
            {
                row++;
            }
            else
            {
                column++;
            }
        }
    }

    // lengths[row, column]: the longest common subsequence of what follows both positions.
    private static int[,] CommonLengths(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (var row = before.Length - 1; row >= 0; row--)
        {
            for (var column = after.Length - 1; column >= 0; column--)
            {
                lengths[row, column] = before[row] == after[column]
                    ? lengths[row + 1, column + 1] + 1
                    : Math.Max(lengths[row + 1, column], lengths[row, column + 1]);
            }
        }

        return lengths;
    }

    private static void PairEqualAnywhere(Pairing pairing)
    {
        var waiting = new Dictionary<int, Queue<int>>();
        for (var index = 0; index < pairing.BeforeIds.Length; index++)
        {
            if (!waiting.TryGetValue(pairing.BeforeIds[index], out var queue))
            {
                waiting.Add(pairing.BeforeIds[index], queue = new Queue<int>());
            }

            queue.Enqueue(index);
        }

        for (var index = 0; index < pairing.AfterIds.Length; index++)
        {
            if (waiting.TryGetValue(pairing.AfterIds[index], out var queue) && queue.TryDequeue(out var from))
            {
                pairing.Pair(from, index);
            }
        }
    }

    // Keeps the longest run of pairs whose earlier positions grow with the later ones (patience sorting).
    private static void UnpairCrossings(Pairing pairing)
    {
        var pairs = pairing.ToPairs().Where(pair => pair is { From: >= 0, To: >= 0 }).ToArray();
        var tails = new List<int>();
        var previous = new int[pairs.Length];
        for (var index = 0; index < pairs.Length; index++)
        {
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = pairs[tails[middle]].From < pairs[index].From ? (middle + 1, high) : (low, middle);
            }

            previous[index] = low > 0 ? tails[low - 1] : -1;
            if (low == tails.Count)
            {
                tails.Add(index);
            }
            else
            {
                tails[low] = index;
            }
        }

        var kept = new HashSet<int>();
        for (var index = tails.Count > 0 ? tails[^1] : -1; index >= 0; index = previous[index])
        {
            kept.Add(index);
        }

        foreach (var (from, to) in pairs.Where((_, index) => !kept.Contains(index)))
        {
            pairing.Unpair(from, to);
        }
    }

    private static void PairByIdentity(Pairing pairing)
    {
        var before = pairing.UnpairedBefore().Where(index => pairing.Before[index].ValueKind == JsonValueKind.Object).ToArray();
        var after = pairing.UnpairedAfter().Where(index => pairing.After[index].ValueKind == JsonValueKind.Object).ToArray();
        if (before.Length == 0 || after.Length == 0)
        {
            return;
        }

        foreach (var name in IdentityNames)
        {
            if (Identities(pairing.Before, before, name) is { } earlier
                && Identities(pairing.After, after, name) is { } later
                && later.Keys.Any(earlier.ContainsKey))
            {
                foreach (var (value, to) in later)
                {
                    if (earlier.TryGetValue(value, out var from) && pairing.CanPair(from, to))
                    {
                        pairing.Pair(from, to);
                    }
                }

                return;
            }
        }
    }

    // The elements by the value of a member, or null where it does not tell them apart.
    private static Dictionary<string, int>? Identities(JsonElement[] elements, int[] indexes, string name)
    {
        var identities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var index in indexes)
        {
            if (!elements[index].TryGetProperty(name, out var value)
                || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
                || !identities.TryAdd(value.GetRawText(), index))
            {
                return null;
            }
        }

        return identities;
    }

    private static void PairBySimilarity(Pairing pairing)
    {
        var before = pairing.UnpairedBefore().Where(index => Pairing.IsContainer(pairing.Before[index])).ToArray();
        var after = pairing.UnpairedAfter().Where(index => Pairing.IsContainer(pairing.After[index])).ToArray();
        if (before.Length == 0 || after.Length == 0 || before.Length > MostForSimilarity || after.Length > MostForSimilarity)
        {
            return;
        }

        var earlier = before.Select(index => Parts(pairing.Before[index])).ToArray();
        var later = after.Select(index => Parts(pairing.After[index])).ToArray();
        var candidates =
            from row in Enumerable.Range(0, before.Length)
            from column in Enumerable.Range(0, after.Length)
            where pairing.Before[before[row]].ValueKind == pairing.After[after[column]].ValueKind
            let similarity = Similarity(earlier[row], later[column])
            where similarity >= LeastSimilarity
            orderby similarity descending, Math.Abs(before[row] - after[column]), row, column
            select (From: before[row], To: after[column]);
        foreach (var (from, to) in candidates)
        {
            if (pairing.CanPair(from, to))
            {
                pairing.Pair(from, to);
            }
        }
    }

    private static HashSet<string> Parts(JsonElement element)
        => element.ValueKind == JsonValueKind.Object
            ? [.. element.EnumerateObject().Select(member => member.Name + ":" + member.Value.GetRawText())]
            : [.. element.EnumerateArray().Select(child => child.GetRawText())];

    private static double Similarity(HashSet<string> left, HashSet<string> right)
    {
        var common = left.Count(right.Contains);
        var all = left.Count + right.Count - common;
        return all == 0 ? 1 : (double)common / all;
    }

    // Equal elements have equal numbers, so that comparing them costs nothing.
    private sealed class Pairing
    {
        private readonly int[] _pairedBefore;
        private readonly int[] _pairedAfter;

        private readonly bool _isOrdered;

        public Pairing(JsonElement[] before, JsonElement[] after, bool isOrdered)
        {
            (Before, After, _isOrdered) = (before, after, isOrdered);
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            BeforeIds = [.. before.Select(Number)];
            AfterIds = [.. after.Select(Number)];
            _pairedBefore = [.. Enumerable.Repeat(-1, before.Length)];
            _pairedAfter = [.. Enumerable.Repeat(-1, after.Length)];

            int Number(JsonElement element)
            {
                var text = element.GetRawText();
                return numbers.TryGetValue(text, out var number) ? number : numbers[text] = numbers.Count;
            }
        }

        public JsonElement[] Before { get; }

        public JsonElement[] After { get; }

        public int[] BeforeIds { get; }

        public int[] AfterIds { get; }

        public static bool IsContainer(JsonElement element) => element.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

        // Equal elements of an ordered list that were not paired in order have moved: pairing them would hide that.
        public bool CanPair(int from, int to)
            => _pairedBefore[from] < 0 && _pairedAfter[to] < 0 && !(_isOrdered && BeforeIds[from] == AfterIds[to]);

        public void Pair(int from, int to) => (_pairedBefore[from], _pairedAfter[to]) = (to, from);

        public void Unpair(int from, int to) => (_pairedBefore[from], _pairedAfter[to]) = (-1, -1);

        public IEnumerable<int> UnpairedBefore() => Enumerable.Range(0, _pairedBefore.Length).Where(index => _pairedBefore[index] < 0);

        public IEnumerable<int> UnpairedAfter() => Enumerable.Range(0, _pairedAfter.Length).Where(index => _pairedAfter[index] < 0);

        public IReadOnlyList<(int From, int To)> ToPairs()
            =>
            [
                .. UnpairedBefore().Select(from => (from, -1)),
                .. _pairedAfter.Select((from, to) => (from, to)),
            ];
    }
}
