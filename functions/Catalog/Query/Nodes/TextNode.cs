using System.Collections.Immutable;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Query.Nodes;

/// <summary>Consecutive terms in one text of a mail: a word or a phrase.</summary>
/// <param name="Field">The texts to search.</param>
/// <param name="Terms">At least one term of <see cref="Tokens"/>.</param>
/// <param name="IsPrefix">Whether the last term matches as a prefix.</param>
/// <param name="IsStemmed">Whether the only term matches every word with its stem.</param>
public sealed record TextNode(QueryField Field, ImmutableArray<string> Terms, bool IsPrefix, bool IsStemmed = false)
    : QueryNode
{
    /// <summary>The columns to search.</summary>
    public TextColumns Columns => QueryFields.ColumnsOf(Field);

    /// <summary>
    /// The term, if it may be a blob id or a patch-id: as on lore, a search of diffs finds those as well. Null for any
    /// other.
    /// </summary>
    public string? Blob =>
        Columns.HasFlag(TextColumns.Diff)
        && !IsPrefix
        && Terms is [{ Length: >= ShortestBlob and <= LongestBlob } term]
        && !term.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? term
            : null;

    private const int ShortestBlob = 7;

    private const int LongestBlob = 40;

    public bool Equals(TextNode? other) =>
        other is not null
        && Field == other.Field
        && IsPrefix == other.IsPrefix
        && IsStemmed == other.IsStemmed
        && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Field, IsPrefix, IsStemmed, Terms.Length, Terms[0]);
}
