namespace Hookwork.Catalog.Query;

/// <summary>A query that cannot be read. The message is one sentence for the one who typed it.</summary>
/// <param name="problem">What is wrong and what was expected.</param>
/// <param name="column">Where, counted from 1 in UTF-16 units.</param>
public sealed class QueryException(string problem, int column) : Exception($"Column {column}: {problem}")
{
    /// <summary>What is wrong and what was expected, without the column.</summary>
    public string Problem { get; } = problem;

    /// <summary>Where, counted from 1 in UTF-16 units.</summary>
    public int Column { get; } = column;
}
