using System.Collections.Immutable;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Query.Nodes;

/// <summary>Words near each other in one text of a mail: <c>NEAR</c>, or in this order: <c>ADJ</c>.</summary>
/// <param name="Field">The texts to search.</param>
/// <param name="Terms">At least two terms.</param>
/// <param name="Distance">How many words apart two of them may be; each further one may add a word.</param>
/// <param name="IsOrdered">Whether their order matters.</param>
public sealed record NearNode(QueryField Field, ImmutableArray<string> Terms, int Distance, bool IsOrdered) : QueryNode
{
    /// <summary>The distance if none is given.</summary>
    public const int DefaultDistance = 10;

    /// <summary>The maximum distance.</summary>
    public const int MaxDistance = 1000;

    /// <summary>The columns to search.</summary>
    public TextColumns Columns => QueryFields.ColumnsOf(Field);

    /// <summary>The most by which the first and the last position may differ.</summary>
    public int Span => Distance + Terms.Length - 2;

    /// <summary>Whether FTS5's own NEAR finds it: other words in any order.</summary>
    public bool IsOfIndex => !IsOrdered && Terms.Distinct(StringComparer.Ordinal).Count() == Terms.Length;

    public bool Equals(NearNode? other) =>
        other is not null
        && Field == other.Field
        && Distance == other.Distance
        && IsOrdered == other.IsOrdered
        && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Field, Distance, IsOrdered, Terms.Length, Terms[0]);
}
