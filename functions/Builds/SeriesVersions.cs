using System.Text.Json;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Mail;
using Microsoft.Data.Sqlite;

namespace Hookwork.Builds;

/// <summary>
/// Finds the versions of a series: those with its change id and those whose patches Patchwork relates to its patches;
/// if there are none, or if they begin after version 1, those of the same submitter with the same name.
/// </summary>
internal static class SeriesVersions
{
    /// <summary>The most related patches, or series of the same name, that are considered.</summary>
    private const int Most = 1000;

    /// <summary>
    /// The ids of the versions, the series itself among them. They are in order of version and date, but those found by
    /// name in order of date: the same name may have been there before, for another change in more versions. If
    /// some are RFCs, the order is by date, too: numbers may start anew after one.
    /// </summary>
    /// <param name="patches">The ids of its patches.</param>
    /// <param name="changeId">Its change id; null if it has none.</param>
    /// <param name="isPull">Whether it is a pull request: those have the same name each time.</param>
    public static IReadOnlyList<long> Of(
        SqliteConnection connection,
        long series,
        IEnumerable<long> patches,
        string? changeId,
        bool isPull
    )
    {
        List<long> ids =
        [
            .. changeId is null
                ? []
                : CatalogMails.SeriesOf(connection, CatalogMails.WithChangeId(connection, changeId)),
            .. Related(connection, patches),
        ];
        if (!ids.Exists(id => id != series))
            return isPull ? [series] : InOrder(connection, "date, id", Namesakes(connection, series).Append(series));
        ids.Add(series);
        var rfcs = Rfcs(connection, ids);
        var isByDate = rfcs.Count > 0 && !ids.TrueForAll(rfcs.Contains);
        var known = InOrder(connection, isByDate ? "date, id" : "coalesce(version, 1), date, id", ids);
        return isPull || known is not [var first, ..] ? known : [.. Before(connection, first), .. known];
    }

    /// <summary>Those of some series that ask for comments only.</summary>
    public static HashSet<long> Rfcs(SqliteConnection connection, IEnumerable<long> series) =>
        Marked(connection, series, subject => subject.IsRfc);

    /// <summary>Those of some series that were sent before.</summary>
    public static HashSet<long> Resends(SqliteConnection connection, IEnumerable<long> series) =>
        Marked(connection, series, subject => subject.IsResend);

    private static HashSet<long> Marked(
        SqliteConnection connection,
        IEnumerable<long> series,
        Func<SubjectLine, bool> isMarked
    )
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT mail_series.series, min(patch.name) FROM mail_series JOIN patch ON patch.id = mail_series.id
            WHERE mail_series.series IN (SELECT value FROM json_each($ids)) AND mail_series.kind = 0 GROUP BY 1
            """,
            [Ids.Parameter(series)]
        );
        return
        [
            .. read.All(row => (Series: row.Integer(0), Name: row.Text(1)))
                .Where(one => isMarked(SubjectLine.Parse(one.Name)))
                .Select(one => one.Series),
        ];
    }

    /// <summary>
    /// The versions before the first one that is known, as a v1 from before the change had an id: those of the same
    /// name, back to where the numbers begin.
    /// </summary>
    private static List<long> Before(SqliteConnection connection, long first)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT other.id, coalesce(other.version, 1), coalesce(own.version, 1) FROM series AS own
            JOIN series AS other ON (other.date, other.id) < (own.date, own.id)
            WHERE own.id = $first AND other.id IN (SELECT value FROM json_each($ids))
            ORDER BY other.date DESC, other.id DESC
            """,
            [new("$first", first), Ids.Parameter(Namesakes(connection, first))]
        );
        List<long> before = [];
        for (
            var lowest = long.MaxValue;
            read.Next() && read.Integer(1) <= lowest && read.Integer(1) < read.Integer(2);
            lowest = read.Integer(1)
        )
            before.Insert(0, read.Integer(0));
        return before;
    }

    private static List<long> InOrder(SqliteConnection connection, string order, IEnumerable<long> ids) =>
        Read(
            connection,
            $"SELECT id FROM series WHERE id IN (SELECT value FROM json_each($ids)) ORDER BY {order}",
            Ids.Parameter(ids)
        );

    private static List<long> Related(SqliteConnection connection, IEnumerable<long> patches)
    {
        using var shown = new SqlStatement(
            connection,
            $"SELECT json FROM shown WHERE kind = {(int)ShownKind.Patch} AND id IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(patches)]
        );
        var dictionary = CatalogDictionaries.Of(connection).Shown;
        var related = new HashSet<long>();
        while (related.Count < Most && shown.Next())
        {
            using var document = JsonDocument.Parse(dictionary.Unpack(shown.Bytes(0)));
            if (!document.RootElement.TryGetProperty("related", out var all) || all.ValueKind != JsonValueKind.Array)
                continue;
            related.UnionWith(
                all.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.Number).Select(id => id.GetInt64())
            );
        }
        return Read(
            connection,
            "SELECT DISTINCT series FROM mail_series WHERE kind = 0 AND id IN (SELECT value FROM json_each($ids))",
            Ids.Parameter(related)
        );
    }

    private static List<long> Namesakes(SqliteConnection connection, long series)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT other.id, other.name, own.name FROM series AS own
            JOIN series AS other ON other.submitter = own.submitter AND other.name IS NOT NULL
            WHERE own.id = $series ORDER BY other.date DESC
            """,
            [new("$series", series)]
        );
        List<long> found = [];
        while (found.Count < Most && read.Next())
        {
            var name = Normal(read.TextOrNull(2));
            if (name.Length > 0 && Normal(read.Text(1)) == name)
                found.Add(read.Integer(0));
        }
        return found;
    }

    private static string Normal(string? name) => SubjectLine.Parse(name).Title.ToLowerInvariant();

    private static List<long> Read(SqliteConnection connection, string sql, KeyValuePair<string, object> ids)
    {
        using var read = new SqlStatement(connection, sql, [ids]);
        return read.All(row => row.Integer(0));
    }
}
