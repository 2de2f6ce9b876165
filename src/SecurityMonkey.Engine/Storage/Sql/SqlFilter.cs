using System.Text;
using Dapper;

namespace SecurityMonkey.Engine.Storage.Sql;

/// <summary>
/// Builds WHERE clauses from filters: always with parameters. A clause may let through more than the filter, which the caller
/// applies again to the rows; it never lets through less.
/// </summary>
internal sealed class SqlFilter(SqlDatabase database)
{
    private readonly StringBuilder _clauses = new("1 = 1");
    private int _count;

    /// <summary>The parameters.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>The clause, without the word WHERE.</summary>
    public string Clause => _clauses.ToString();

    /// <summary>Adds a clause with one parameter.</summary>
    /// <param name="clause">The clause, with <c>@value</c> in the place of the parameter.</param>
    /// <param name="value">The parameter; null adds nothing.</param>
    public SqlFilter And(string clause, object? value)
    {
        if (value is not null)
        {
            var name = "@p" + _count++;
            Parameters.Add(name, value);
            _clauses.Append(" AND (").Append(clause.Replace("@value", name, StringComparison.Ordinal)).Append(')');
        }

        return this;
    }

    /// <summary>Adds "is one of"; an empty list means any.</summary>
    public SqlFilter AndOneOf<T>(string column, IReadOnlyCollection<T> values)
        => values.Count == 0 ? this : And($"{column} IN @value", values);

    /// <summary>Adds wildcards over one or more columns.</summary>
    public SqlFilter AndMatches(TextFilter filter, params string[] columns)
    {
        if (filter.IsAll || filter.ToLikePatterns() is not { } patterns)
        {
            return this;
        }

        var alternatives = new List<string>();
        foreach (var pattern in patterns)
        {
            var name = "@p" + _count++;
            Parameters.Add(name, pattern);
            alternatives.AddRange(columns.Select(column => database.Like(column, name)));
        }

        _clauses.Append(" AND (").AppendJoin(" OR ", alternatives).Append(')');
        return this;
    }
}
