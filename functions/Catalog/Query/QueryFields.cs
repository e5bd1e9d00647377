using System.Numerics;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Query;

/// <summary>The prefixes of the query language and the columns that they search.</summary>
public static class QueryFields
{
    private const TextColumns NonQuoted = TextColumns.Own | TextColumns.Diff;

    private const TextColumns Body = NonQuoted | TextColumns.Quoted;

    private static readonly (string Prefix, QueryField Field, TextColumns Columns)[] Table =
    [
        ("s", QueryField.Subject, TextColumns.Subject),
        ("f", QueryField.From, TextColumns.Sender),
        ("t", QueryField.To, TextColumns.Recipient),
        ("c", QueryField.Cc, TextColumns.Copied),
        ("tc", QueryField.ToOrCc, TextColumns.Recipient | TextColumns.Copied),
        ("a", QueryField.Address, TextColumns.Addresses),
        ("b", QueryField.Body, Body),
        // As on lore, a diff is non-quoted text.
        ("nq", QueryField.NonQuoted, NonQuoted),
        ("q", QueryField.Quoted, TextColumns.Quoted),
        ("bs", QueryField.BodyOrSubject, Body | TextColumns.Subject),
        ("d", QueryField.Date, TextColumns.None),
        ("dfn", QueryField.Files, TextColumns.Files),
        // The sides of a diff, as in git's a/ and b/.
        ("dfa", QueryField.Removed, TextColumns.Removed),
        ("dfb", QueryField.Added, TextColumns.Added),
        ("dfctx", QueryField.Context, TextColumns.Context),
        ("dfhh", QueryField.Hunks, TextColumns.Hunks),
        ("dfpre", QueryField.BlobBefore, TextColumns.None),
        ("dfpost", QueryField.BlobAfter, TextColumns.None),
        ("dfblob", QueryField.Blob, TextColumns.None),
        ("patchid", QueryField.PatchId, TextColumns.None),
        ("mid", QueryField.MessageId, TextColumns.None),
        ("m", QueryField.MessageIdWords, TextColumns.Id),
        ("references", QueryField.References, TextColumns.None),
        ("changeid", QueryField.ChangeId, TextColumns.None),
        ("lid", QueryField.ListId, TextColumns.None),
        ("l", QueryField.List, TextColumns.List),
        ("n", QueryField.FileName, TextColumns.Names),
        ("rt", QueryField.Received, TextColumns.None),
        ("dt", QueryField.DateTime, TextColumns.None),
        ("z", QueryField.Size, TextColumns.None),
        ("prefix", QueryField.Tags, TextColumns.None),
        ("version", QueryField.Version, TextColumns.None),
        ("has", QueryField.Has, TextColumns.None),
        ("reviewer", QueryField.Reviewer, TextColumns.Reviewers),
        ("is", QueryField.Kind, TextColumns.None),
        ("state", QueryField.State, TextColumns.None),
        ("delegate", QueryField.Delegate, TextColumns.None),
        ("archived", QueryField.Archived, TextColumns.None),
        ("check", QueryField.Check, TextColumns.None),
        ("p", QueryField.Project, TextColumns.None),
        ("series", QueryField.Series, TextColumns.None),
        ("tag", QueryField.Trailer, TextColumns.None),
    ];

    private static readonly (string Prefix, QueryField Field)[] Aliases =
    [
        ("subject", QueryField.Subject),
        ("from", QueryField.From),
        ("to", QueryField.To),
        ("cc", QueryField.Cc),
        ("body", QueryField.Body),
        // On lore, a: has the same headers.
        ("tcf", QueryField.Address),
    ];

    private static readonly Dictionary<string, QueryField> ByPrefix = Table
        .Select(row => (row.Prefix, row.Field))
        .Concat(Aliases)
        .ToDictionary(row => row.Prefix, row => row.Field);

    private static readonly Dictionary<QueryField, (string Prefix, TextColumns Columns)> ByField = Table.ToDictionary(
        row => row.Field,
        row => (row.Prefix, row.Columns)
    );

    /// <summary>The text columns with their names in the <c>fts</c> table.</summary>
    internal static IReadOnlyList<(TextColumns Column, string Name)> Columns { get; } =
    [
        .. Enum.GetValues<TextColumns>()
            .Where(column => BitOperations.IsPow2((int)column))
            .Select(column => (column, FieldValues.Lower(column.ToString()))),
    ];

    /// <summary>The names of columns in the <c>fts</c> table.</summary>
    internal static IEnumerable<string> NamesOf(TextColumns columns) =>
        Columns.Where(column => (columns & column.Column) != TextColumns.None).Select(column => column.Name);

    /// <summary>All prefixes, without their colons.</summary>
    public static IEnumerable<string> Prefixes => ByPrefix.Keys;

    /// <summary>The text columns that a field searches; none for a field that is not text.</summary>
    public static TextColumns ColumnsOf(QueryField field) =>
        field == QueryField.Any ? TextColumns.Unprefixed : ByField[field].Columns;

    /// <summary>
    /// Whether a field filters: several of its values side by side match any of them, as on lore, where nobody asks
    /// for two Message-IDs of one mail.
    /// </summary>
    internal static bool IsFilter(QueryField field) =>
        field
            is QueryField.MessageId
                or QueryField.ListId
                or QueryField.PatchId
                or QueryField.BlobBefore
                or QueryField.BlobAfter
                or QueryField.Blob
                or QueryField.Date
                or QueryField.DateTime
                or QueryField.Received
                or QueryField.Size;

    /// <summary>Whether the values of a field are what git computes of code. Clients ask for many of them.</summary>
    internal static bool IsIdOfCode(QueryField field) =>
        field is QueryField.PatchId or QueryField.BlobBefore or QueryField.BlobAfter or QueryField.Blob;

    /// <summary>The known prefix that is most like another word, by the number of edits.</summary>
    internal static string Nearest(string word) => Prefixes.MinBy(prefix => EditDistance.Between(word, prefix))!;

    /// <summary>The field of a prefix such as <c>s</c>.</summary>
    internal static bool TryGet(ReadOnlySpan<char> prefix, out QueryField field) =>
        ByPrefix.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out field);

    /// <summary>The prefix with its colon; empty for <see cref="QueryField.Any"/>.</summary>
    internal static string Written(QueryField field) => field == QueryField.Any ? "" : ByField[field].Prefix + ":";
}
