using System.Text.Json;
using Hookwork.Api.Lists;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Mail;
using Hookwork.Site.Rows;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.SeriesPages;

/// <summary>
/// Finds the versions of a series: those with its change id and those whose patches Patchwork relates to its patches;
/// if there are none, those of the same submitter with the same name.
/// </summary>
internal static class SeriesVersions
{
    /// <summary>More mails with a change id, or more related patches, are not looked at.</summary>
    private const int Most = 1000;

    /// <summary>The versions in order, the series itself among them.</summary>
    /// <param name="changeId">Its change id; null if it has none.</param>
    /// <param name="isPull">Whether it is a pull request: those have the same name each time.</param>
    public static IReadOnlyList<SeriesVersion> Of(
        SqliteConnection connection,
        SeriesRow series,
        IReadOnlyList<PatchRow> patches,
        string? changeId,
        bool isPull
    )
    {
        List<long> ids =
        [
            .. changeId is null ? [] : WithChangeId(connection, changeId),
            .. Related(connection, patches.Select(patch => patch.Id)),
        ];
        if (!ids.Exists(id => id != series.Id) && !isPull)
            ids.AddRange(Namesakes(connection, series));
        var versions = SeriesRows
            .Of(
                connection,
                SqlText.Of($"series.id IN (SELECT value FROM json_each({Ids.Parameter(ids.Append(series.Id)).Value}))"),
                "coalesce(series.version, 1), series.date, series.id"
            )
            .ToList();
        return
        [
            .. versions.Select((one, at) => new SeriesVersion(one, at > 0 && versions[at - 1].Version == one.Version)),
        ];
    }

    /// <summary>The series of the mails that a query finds.</summary>
    public static IReadOnlyList<long> Found(SqliteConnection connection, string query)
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
        var rows = CatalogSearch.Find(connection, parsed, SearchOrder.Date, Most).First.Select(mail => mail.Row);
        return SeriesOf(
            connection,
            """
            SELECT DISTINCT mail_series.series FROM mail
            JOIN mail_series ON mail_series.kind = mail.submission_kind AND mail_series.id = mail.submission_id
            WHERE mail.rowid IN (SELECT value FROM json_each($ids))
            """,
            rows
        );
    }

    private static IReadOnlyList<long> WithChangeId(SqliteConnection connection, string changeId) =>
        Found(connection, $"changeid:\"{changeId}\" -is:comment");

    private static IReadOnlyList<long> Related(SqliteConnection connection, IEnumerable<long> patches)
    {
        using var shown = new SqlStatement(
            connection,
            $"SELECT json FROM shown WHERE kind = {(int)ShownKind.Patch} AND id IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(patches)]
        );
        var related = new HashSet<long>();
        while (related.Count < Most && shown.Next())
        {
            using var document = JsonDocument.Parse(ShownJson.Unpack(shown.Bytes(0).ToArray()));
            if (!document.RootElement.TryGetProperty("related", out var all) || all.ValueKind != JsonValueKind.Array)
                continue;
            related.UnionWith(
                all.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.Number).Select(id => id.GetInt64())
            );
        }
        return SeriesOf(
            connection,
            "SELECT DISTINCT series FROM mail_series WHERE kind = 0 AND id IN (SELECT value FROM json_each($ids))",
            related
        );
    }

    private static IEnumerable<long> Namesakes(SqliteConnection connection, SeriesRow series)
    {
        var name = Normal(series.Name);
        return series.Submitter is not { } submitter || name.Length == 0
            ? []
            : SeriesRows
                .Of(connection, SqlText.Of($"series.submitter = {submitter} AND series.name IS NOT NULL"))
                .Where(other => Normal(other.Name) == name)
                .Select(other => other.Id)
                .Take(Most);
    }

    private static string Normal(string name) => SubjectLine.Parse(name).Title.ToLowerInvariant();

    private static List<long> SeriesOf(SqliteConnection connection, string sql, IEnumerable<long> ids)
    {
        using var read = new SqlStatement(connection, sql, [Ids.Parameter(ids)]);
        var series = new List<long>();
        while (read.Next())
            series.Add(read.Integer(0));
        return series;
    }
}
