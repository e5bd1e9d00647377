using System.Collections.Immutable;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>
/// A parsed query. Immutable, with value equality. See <see cref="QueryFields"/>.
/// </summary>
/// <remarks>
/// Terms are ANDed. OR binds weakest, then XOR, then AND. NOT excludes all terms up to the next operator; <c>-</c>
/// excludes one term. A relative date is resolved when the query is parsed, so a long-lived query is stored as text.
/// </remarks>
public sealed record SearchQuery
{
    /// <summary>The maximum length of a query, in UTF-16 units: web servers take no longer address.</summary>
    public const int MaxLength = 8192;

    /// <summary>
    /// The maximum number of terms and values in a query. Patch-ids and blob ids are not counted: b4 asks for those of
    /// every patch in all versions of a series, lei for those of all files of a patch, each abbreviated in six ways.
    /// </summary>
    public const int MaxTerms = 100;

    /// <summary>The maximum depth of nested parentheses.</summary>
    public const int MaxDepth = 20;

    /// <summary>A word with a star is short if it has fewer letters.</summary>
    public const int ShortestPrefix = 4;

    /// <summary>
    /// The maximum number of short words with a star. SQLite merges the places of all words that begin so. On lore, a
    /// star for more than a hundred words is an error.
    /// </summary>
    public const int MaxShortPrefixes = 10;

    /// <summary>
    /// The maximum number of words in ADJ, and in NEAR with the same word twice. All their places are read one by one.
    /// </summary>
    public const int MaxAdjacent = 16;

    private TextPatterns? _patterns;

    private SearchQuery(QueryNode root) => Root = root;

    /// <summary>The query that every mail matches.</summary>
    public static SearchQuery Everything { get; } = new(new EverythingNode());

    /// <summary>The root of the syntax tree.</summary>
    public QueryNode Root { get; }

    /// <summary>
    /// Whether a catalog finds the whole threads of what matches: the mails that refer to each other.
    /// </summary>
    public bool TakesThreads { get; private init; }

    /// <summary>The Message-IDs in whose threads a catalog looks, without brackets; empty for all mails.</summary>
    public ImmutableArray<string> ThreadsOf { get; private init; } = [];

    /// <summary>The compiled phrases of the query.</summary>
    internal TextPatterns Patterns => _patterns ??= new TextPatterns(Root);

    /// <summary>Parses a query.</summary>
    /// <param name="text">The query as typed; blank for everything.</param>
    /// <param name="time">The clock for relative dates. Days are UTC.</param>
    /// <exception cref="QueryException">The query is malformed; the message says where and what was
    /// expected.</exception>
    public static SearchQuery Parse(string text, TimeProvider time) =>
        string.IsNullOrWhiteSpace(text) && text.Length <= MaxLength
            ? Everything
            : new(new QueryParser(text, time).Read());

    /// <summary>The query that finds the whole threads of what this one finds.</summary>
    public SearchQuery WithThreads() => this with { TakesThreads = true };

    /// <summary>The query that looks in the threads of mails.</summary>
    /// <param name="messageIds">Their Message-IDs, without brackets; at least one.</param>
    public SearchQuery InThreadsOf(IEnumerable<string> messageIds) => this with { ThreadsOf = [.. messageIds] };

    /// <summary>Whether a mail matches.</summary>
    public bool Matches(SearchDocument document) => QueryMatcher.Matches(this, document);

    /// <summary>
    /// The matches of the query's words in a text, for highlighting: ranges of UTF-16 units, ordered, not overlapping.
    /// </summary>
    /// <param name="column">The column of the text; several if it mixes them.</param>
    /// <param name="text">The text, or one entry of a list.</param>
    /// <param name="reach">How far after the first match to look for others.</param>
    public IReadOnlyList<Range> MarksIn(TextColumns column, ReadOnlySpan<char> text, int reach = int.MaxValue) =>
        Patterns.MarksIn(column, text, reach);

    /// <summary>
    /// A place in a text before which none of the query's words begins, whatever its column; negative if none is there.
    /// </summary>
    internal int FirstPlaceIn(ReadOnlySpan<char> text) => Patterns.FirstPlaceIn(text);

    /// <summary>The canonical form, which parses to an equal query.</summary>
    public override string ToString() => Root.ToString();

    public bool Equals(SearchQuery? other) =>
        other is not null
        && TakesThreads == other.TakesThreads
        && ThreadsOf.AsSpan().SequenceEqual(other.ThreadsOf.AsSpan())
        && Root.Equals(other.Root);

    public override int GetHashCode() => Root.GetHashCode();
}
