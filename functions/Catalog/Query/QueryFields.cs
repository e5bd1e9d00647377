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
        ("dfa", QueryField.Added, TextColumns.Added),
        ("dfb", QueryField.Removed, TextColumns.Removed),
        ("dfctx", QueryField.Context, TextColumns.Context),
        ("dfhh", QueryField.Hunks, TextColumns.Hunks),
        ("dfpre", QueryField.BlobBefore, TextColumns.None),
        ("dfpost", QueryField.BlobAfter, TextColumns.None),
        ("dfblob", QueryField.Blob, TextColumns.None),
        ("m", QueryField.MessageId, TextColumns.None),
        ("is", QueryField.Kind, TextColumns.None),
        ("state", QueryField.State, TextColumns.None),
        ("delegate", QueryField.Delegate, TextColumns.None),
        ("archived", QueryField.Archived, TextColumns.None),
        ("check", QueryField.Check, TextColumns.None),
        ("p", QueryField.Project, TextColumns.None),
        ("series", QueryField.Series, TextColumns.None),
        ("tag", QueryField.Trailer, TextColumns.None),
    ];

    private static readonly Dictionary<string, QueryField> ByPrefix = Table.ToDictionary(
        row => row.Prefix,
        row => row.Field
    );

    private static readonly Dictionary<QueryField, (string Prefix, TextColumns Columns)> ByField = Table.ToDictionary(
        row => row.Field,
        row => (row.Prefix, row.Columns)
    );

    /// <summary>The text columns with their names in the <c>fts</c> table, in the table's order.</summary>
    internal static IReadOnlyList<(TextColumns Column, string Name)> Columns { get; } =
    [
        .. Enum.GetValues<TextColumns>()
            .Where(column => BitOperations.IsPow2((int)column))
            .Select(column => (column, FieldValues.Lower(column.ToString()))),
    ];

    /// <summary>All prefixes, without their colons.</summary>
    public static IEnumerable<string> Prefixes => ByPrefix.Keys;

    /// <summary>The text columns that a field searches; none for a field that is not text.</summary>
    public static TextColumns ColumnsOf(QueryField field) =>
        field == QueryField.Any ? TextColumns.All : ByField[field].Columns;

    /// <summary>The field of a prefix such as <c>s</c>.</summary>
    internal static bool TryGet(ReadOnlySpan<char> prefix, out QueryField field) =>
        ByPrefix.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out field);

    /// <summary>The prefix with its colon; empty for <see cref="QueryField.Any"/>.</summary>
    internal static string Written(QueryField field) => field == QueryField.Any ? "" : ByField[field].Prefix + ":";
}
