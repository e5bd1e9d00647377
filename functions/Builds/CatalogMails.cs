using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Microsoft.Data.Sqlite;

namespace Hookwork.Builds;

/// <summary>Finds mails of a catalog by what names them.</summary>
internal static class CatalogMails
{
    /// <summary>More mails of one name are not looked at.</summary>
    private const int Most = 1000;

    /// <summary>The rows of the patches with a patch-id.</summary>
    public static IReadOnlyList<long> WithPatchId(SqliteConnection connection, string patchId) =>
        Find(connection, $"patchid:{Quoted(patchId)} -is:comment");

    /// <summary>The rows of the patches and cover letters with a change id of b4's or of Gerrit's.</summary>
    public static IReadOnlyList<long> WithChangeId(SqliteConnection connection, string changeId) =>
        Find(connection, $"changeid:{Quoted(changeId)} -is:comment");

    /// <summary>The patches among mails, with their series, the newest series first.</summary>
    public static IReadOnlyList<(long Patch, long Series)> PatchesOf(
        SqliteConnection connection,
        IEnumerable<long> rows
    )
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT mail.id, series.id FROM mail
            JOIN mail_series ON mail_series.kind = mail.kind AND mail_series.id = mail.id
            JOIN series ON series.id = mail_series.series
            WHERE mail.rowid IN (SELECT value FROM json_each($ids)) AND mail.kind = 0
            ORDER BY series.date DESC, series.id DESC
            """,
            [Ids.Parameter(rows)]
        );
        return read.All(row => (row.Integer(0), row.Integer(1)));
    }

    /// <summary>The series of mails: complete ones before others, then the newest version, then the newest.</summary>
    /// <param name="version">The only version; null for all.</param>
    public static IReadOnlyList<long> SeriesOf(SqliteConnection connection, IEnumerable<long> rows, int? version = null)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT DISTINCT series.id FROM mail
            JOIN mail_series ON mail_series.kind = mail.submission_kind AND mail_series.id = mail.submission_id
            JOIN series ON series.id = mail_series.series
            WHERE mail.rowid IN (SELECT value FROM json_each($ids))
                AND ($version = 0 OR coalesce(series.version, 1) = $version)
            ORDER BY series.received_all DESC, coalesce(series.version, 1) DESC, series.date DESC, series.id DESC
            """,
            [Ids.Parameter(rows), new("$version", (long)(version ?? 0))]
        );
        return read.All(row => row.Integer(0));
    }

    /// <summary>A value as a phrase of the query language: whoever sends a mail or a request chooses it.</summary>
    private static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IReadOnlyList<long> Find(SqliteConnection connection, string query)
    {
        SearchQuery parsed;
        try
        {
            parsed = SearchQuery.Parse(query, TimeProvider.System);
        }
        catch (QueryException)
        {
            // What a mail names may be no value that one can search for.
            return [];
        }
        return [.. CatalogSearch.Find(connection, parsed, SearchOrder.Date, Most).First.Select(mail => mail.Row)];
    }
}
