namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>A boolean SQL expression over a row of the <c>mail</c> table, with its parameters.</summary>
/// <param name="Sql">The expression, for the WHERE clause of a statement that reads <c>mail</c> under this
/// name.</param>
/// <param name="Parameters">Names, with their <c>$</c>, and values: strings and integers.</param>
/// <param name="Rows">A SELECT of the matching rows, possibly with duplicates; null if no single table has
/// them.</param>
/// <param name="Ranking">An FTS5 expression of every required phrase, for <c>bm25</c>; null if there is none.</param>
/// <param name="IsRanked">Whether every match has one of these phrases.</param>
public sealed record SqlCondition(
    string Sql,
    IReadOnlyList<KeyValuePair<string, object>> Parameters,
    string? Rows,
    string? Ranking,
    bool IsRanked
);
