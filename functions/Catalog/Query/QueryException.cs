namespace Hookwork.Catalog.Query;

/// <summary>A malformed query. The message is one sentence for the user.</summary>
/// <param name="problem">What is wrong and what was expected.</param>
/// <param name="column">The position, counted from 1 in UTF-16 units.</param>
public sealed class QueryException(string problem, int column) : Exception($"Column {column}: {problem}")
{
    /// <summary>What is wrong and what was expected, without the column.</summary>
    public string Problem { get; } = problem;

    /// <summary>The position, counted from 1 in UTF-16 units.</summary>
    public int Column { get; } = column;
}
