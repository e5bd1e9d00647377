using System.Collections.Immutable;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Query.Nodes;

/// <summary>Consecutive terms in one text of a mail: a word or a phrase.</summary>
/// <param name="Field">The texts to search.</param>
/// <param name="Terms">At least one term of <see cref="Tokens"/>.</param>
/// <param name="IsPrefix">Whether the last term matches as a prefix.</param>
public sealed record TextNode(QueryField Field, ImmutableArray<string> Terms, bool IsPrefix) : QueryNode
{
    /// <summary>The columns to search.</summary>
    public TextColumns Columns => QueryFields.ColumnsOf(Field);

    /// <inheritdoc/>
    public bool Equals(TextNode? other) =>
        other is not null
        && Field == other.Field
        && IsPrefix == other.IsPrefix
        && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Field);
        hash.Add(IsPrefix);
        foreach (var term in Terms)
            hash.Add(term);
        return hash.ToHashCode();
    }
}
