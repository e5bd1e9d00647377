using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>A boolean expression over a row of the <c>mail</c> table, and what its parameters are.</summary>
/// <param name="Sql">For an AND in the WHERE clause of a statement that reads <c>mail</c> under this name.</param>
/// <param name="Parameters">Names, with their <c>$</c>, and values: strings and integers.</param>
/// <param name="Rows">A SELECT of the rows that match, if one table knows them all; a row may come twice.</param>
/// <param name="Ranking">An FTS5 expression with every phrase that is asked for, for <c>bm25</c>; null if none
/// is.</param>
public sealed record SqlCondition(
    string Sql,
    IReadOnlyList<KeyValuePair<string, object>> Parameters,
    string? Rows,
    string? Ranking
)
{
    /// <summary>Adds the parameters to a command.</summary>
    public void AddParametersTo(SqliteCommand command)
    {
        foreach (var (name, value) in Parameters)
            command.Parameters.AddWithValue(name, value);
    }
}
