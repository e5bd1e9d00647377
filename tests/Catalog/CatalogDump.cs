using System.Globalization;
using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Tests.Catalog;

/// <summary>A catalog's content without row ids, which must not depend on how the catalog was built.</summary>
internal static class CatalogDump
{
    private const string Key = "mail.kind || '/' || mail.submission_kind || '/' || mail.id";

    private static readonly string[] Queries =
    [
        $"SELECT 'mail', {Key}, submission_id, msgid, date, subject, submitter, pull, version FROM mail",
        $"SELECT 'text', {Key}, hex(packed) FROM text JOIN mail ON mail.rowid = text.mail",
        $"SELECT 'file', {Key}, path.name FROM file JOIN path ON path.id = file.path JOIN mail ON mail.rowid = file.mail",
        $"SELECT 'term', {Key}, term, col, count(*), sum(offset) FROM temp.terms JOIN mail ON mail.rowid = terms.doc GROUP BY 2, 3, 4",
        $"SELECT 'thread', {Key}, (SELECT min(other.msgid) FROM mail AS other WHERE other.thread = mail.thread), parent, tags FROM mail",
        // Orphaned rows of deleted mails.
        "SELECT 'orphan', mail FROM file WHERE mail NOT IN (SELECT rowid FROM mail)",
        "SELECT 'orphan', mail FROM text WHERE mail NOT IN (SELECT rowid FROM mail)",
        "SELECT 'orphan', rowid FROM fts WHERE rowid NOT IN (SELECT rowid FROM mail)",
        .. new[] { "project", "person", "user", "patch", "cover", "series", "mail_series", "event" }.Select(table =>
            $"SELECT '{table}', * FROM {table}"
        ),
        // Copies of resources that are not archived may be outdated, so they are left out.
        "SELECT 'shown', kind, id, hex(json) FROM shown WHERE (kind = 0 AND id IN (SELECT id FROM patch)) OR (kind = 1 AND id IN (SELECT id FROM cover)) OR (kind = 2 AND id IN (SELECT id FROM series)) OR kind = 6",
    ];

    /// <summary>A line for each item, sorted.</summary>
    public static IReadOnlyList<string> Of(CatalogFile file) => file.Read(Read);

    private static List<string> Read(SqliteConnection connection)
    {
        using (var terms = connection.CreateCommand())
        {
            terms.CommandText =
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'fts', 'instance')";
            terms.ExecuteNonQuery();
        }

        List<string> lines = [];
        foreach (var query in Queries)
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            while (reader.Read())
                lines.Add(
                    string.Join(
                        ' ',
                        Enumerable
                            .Range(0, reader.FieldCount)
                            .Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))
                    )
                );
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
