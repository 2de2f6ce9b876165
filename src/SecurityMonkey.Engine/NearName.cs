namespace SecurityMonkey.Engine;

/// <summary>Finds the name that somebody may have meant who wrote one that is not known.</summary>
public static class NearName
{
    private const int LongestName = 100;

    // 001 and 002 are two names and no misspelling of each other.
    private const int OtherDigit = 4;
    private const int MissingDigit = 2;

    /// <summary>The known name that is nearest; null where none is near.</summary>
    /// <param name="name">The name that is not known.</param>
    /// <param name="known">The names there are.</param>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        var (nearest, least) = ((string?)null, MostSteps(name) + 1);
        foreach (var candidate in known.Where(candidate => !string.Equals(candidate, name, StringComparison.Ordinal)))
        {
            // Who leaves the beginning away of what has several parts means it all the same.
            var steps = candidate.EndsWith("." + name, StringComparison.OrdinalIgnoreCase) ? 1
                : Math.Abs(candidate.Length - name.Length) >= least ? least
                : CountSteps(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (steps < least)
            {
                (nearest, least) = (candidate, steps);
            }
        }

        return nearest;
    }

    /// <summary>The sentence for a message, with a space before it: <c> Did you mean 'score'?</c> Empty where no name is near.</summary>
    /// <param name="name">The name that is not known.</param>
    /// <param name="known">The names there are.</param>
    public static string Hint(string name, IEnumerable<string> known) => Find(name, known) is { } near ? $" Did you mean '{near}'?" : "";

    private static int MostSteps(string name) => name.Length switch
    {
        <= 2 => 0,
        <= 4 => 1,
        <= 8 => 2,
        _ => 3,
    };

    // Letters that are missing, too many, other ones, or two of them exchanged.
    private static int CountSteps(string name, string other)
    {
        var (beforeLast, last, current) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var column = 1; column <= other.Length; column++)
        {
            last[column] = last[column - 1] + Weight(other[column - 1]);
        }

        for (var row = 1; row <= name.Length; row++)
        {
            current[0] = last[0] + Weight(name[row - 1]);
            for (var column = 1; column <= other.Length; column++)
            {
                var (one, two) = (name[row - 1], other[column - 1]);
                var replaced = one == two ? 0 : char.IsAsciiDigit(one) && char.IsAsciiDigit(two) ? OtherDigit : 1;
                current[column] = Math.Min(Math.Min(last[column] + Weight(one), current[column - 1] + Weight(two)), last[column - 1] + replaced);
                if (row > 1 && column > 1 && one == other[column - 2] && name[row - 2] == two && !(char.IsAsciiDigit(one) && char.IsAsciiDigit(two)))
                {
                    current[column] = Math.Min(current[column], beforeLast[column - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[other.Length];
    }

    private static int Weight(char character) => char.IsAsciiDigit(character) ? MissingDigit : 1;
}
