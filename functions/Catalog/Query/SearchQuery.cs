using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>
/// A query, read. Immutable, and equal to another that asks the same in the same words. See <see cref="QueryFields"/>.
/// </summary>
/// <remarks>
/// Terms are ANDed; AND binds tighter than OR; NOT and <c>-</c> tightest. A relative date is fixed when the query is
/// read, so a query that is kept for long is kept as text.
/// </remarks>
public sealed class SearchQuery : IEquatable<SearchQuery>
{
    /// <summary>The most UTF-16 units of a query.</summary>
    public const int MaxLength = 4096;

    /// <summary>The most terms and values of a query.</summary>
    public const int MaxTerms = 100;

    /// <summary>The most parentheses around a term.</summary>
    public const int MaxDepth = 20;

    private TextPatterns? _patterns;

    private SearchQuery(QueryNode root) => Root = root;

    /// <summary>The query that every mail matches.</summary>
    public static SearchQuery Everything { get; } = new(new EverythingNode());

    /// <summary>What is asked.</summary>
    public QueryNode Root { get; }

    /// <summary>The phrases of the query, ready to be looked for.</summary>
    internal TextPatterns Patterns => _patterns ??= new TextPatterns(Root);

    /// <summary>Reads a query.</summary>
    /// <param name="text">What was typed; blank for everything.</param>
    /// <param name="time">The clock for relative dates. Days are UTC.</param>
    /// <exception cref="QueryException">It cannot be read; says where and what was expected.</exception>
    public static SearchQuery Parse(string text, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(time);
        return string.IsNullOrWhiteSpace(text) && text.Length <= MaxLength
            ? Everything
            : new(new QueryParser(text, time).Read());
    }

    /// <summary>Whether a mail matches.</summary>
    public bool Matches(SearchDocument document) => QueryMatcher.Matches(this, document);

    /// <summary>
    /// Where the words that are asked for stand in a text, to mark them: ranges of UTF-16 units, in order, apart from
    /// each other.
    /// </summary>
    /// <param name="column">Which text of a mail it is; several for one that mixes them.</param>
    /// <param name="text">The text, or one entry of a list.</param>
    /// <param name="reach">How far after the first of them others are looked for.</param>
    public IReadOnlyList<Range> MarksIn(TextColumns column, ReadOnlySpan<char> text, int reach = int.MaxValue) =>
        Patterns.MarksIn(column, text, reach);

    /// <summary>The canonical form, which reads back as an equal query.</summary>
    public override string ToString() => Root.ToString();

    /// <inheritdoc/>
    public bool Equals(SearchQuery? other) => other is not null && Root.Equals(other.Root);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SearchQuery);

    /// <inheritdoc/>
    public override int GetHashCode() => Root.GetHashCode();
}
