using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Mail;
using Microsoft.Data.Sqlite;

namespace Hookwork.Builds;

/// <summary>Finds mails of a catalog by what names them.</summary>
internal static class CatalogMails
{
    /// <summary>The most mails of one name that are considered.</summary>
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

    /// <summary>
    /// The series of a cover letter that is a patch for Patchwork, and so in no series: those of the patches that
    /// answer it, the newest first.
    /// </summary>
    public static IReadOnlyList<long> SeriesOfCoverPatch(SqliteConnection connection, MailRow mail)
    {
        var cover = SubjectLine.Parse(mail.Subject);
        using var read = new SqlStatement(
            connection,
            """
            SELECT series.id, mail.subject FROM mail
            JOIN mail_series ON mail_series.kind = mail.kind AND mail_series.id = mail.id
            JOIN series ON series.id = mail_series.series
            WHERE mail.thread = (SELECT thread FROM mail WHERE rowid = $row) AND mail.parent = $cover AND mail.kind = 0
            ORDER BY series.date DESC, series.id DESC
            """,
            [new("$row", mail.Row), new("$cover", CatalogSchema.IdHash(mail.MessageId))]
        );
        return
        [
            .. read.All(row => (Series: row.Integer(0), Subject: SubjectLine.Parse(row.Text(1))))
                .Where(patch => cover.IsCoverOf(patch.Subject))
                .Select(patch => patch.Series)
                .Distinct(),
        ];
    }

    /// <summary>A value as a quoted phrase of the query language, since it comes from a mail or a request.</summary>
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
            // A mail may name something that no search can find.
            return [];
        }
        return [.. CatalogSearch.Find(connection, parsed, SearchOrder.Date, Most).First.Select(mail => mail.Row)];
    }
}
