using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads the state of series.</summary>
internal static class SeriesLines
{
    /// <summary>The lines of series, in their order.</summary>
    /// <param name="now">The clock, for ages.</param>
    public static IReadOnlyList<SeriesLine> Of(
        SqliteConnection connection,
        IReadOnlyList<SeriesRow> series,
        DateTimeOffset now
    )
    {
        var members = MembersOf(connection, series.Select(one => one.Id)).ToLookup(member => member.Series);
        var all = members.SelectMany(member => member).ToList();
        var tags = new[] { MailKind.Patch, MailKind.Cover }.ToDictionary(
            kind => kind,
            kind =>
                ReviewTags.Of(connection, kind, all.Where(member => member.Kind == kind).Select(member => member.Id))
        );
        return [.. series.Select(one => LineOf(one, [.. members[one.Id]], tags, now))];
    }

    /// <summary>Whether nobody reviewed, acked or nacked any of its patches.</summary>
    public static bool Waits(SeriesLine line) => line.Tags is { Acked: 0, Nacked: 0, Reviewed: 0 };

    private static SeriesLine LineOf(
        SeriesRow series,
        IReadOnlyList<Member> members,
        Dictionary<MailKind, ILookup<long, ReviewTag>> tags,
        DateTimeOffset now
    )
    {
        var patches = members.Where(member => member.Kind == MailKind.Patch).ToList();
        // A tag for the cover letter is one for each patch.
        var ofAll = members
            .Where(member => member.Kind == MailKind.Cover)
            .SelectMany(cover => tags[MailKind.Cover][cover.Id])
            .ToList();
        var given = patches
            .SelectMany(patch => tags[MailKind.Patch][patch.Id].Concat(ofAll).DistinctBy(tag => tag.Kind))
            .ToList();
        return new SeriesLine(
            series,
            TagCounts.Of(given),
            CheckCounts.Of([.. patches.Select(patch => patch.Check)]),
            [
                .. patches
                    .GroupBy(patch => patch.State)
                    .Select(state => (state.Key, state.Count()))
                    .OrderByDescending(state => state.Item2)
                    .ThenBy(state => state.Key, StringComparer.Ordinal),
            ],
            Math.Max(0, (now.UtcDateTime.Date - series.Date.UtcDateTime.Date).Days)
        );
    }

    private static IEnumerable<Member> MembersOf(SqliteConnection connection, IEnumerable<long> series)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT mail_series.series, mail_series.kind, mail_series.id, coalesce(patch.state, ''), coalesce(patch.check_state, '')
            FROM mail_series LEFT JOIN patch ON mail_series.kind = 0 AND patch.id = mail_series.id
            WHERE mail_series.series IN (SELECT value FROM json_each($ids))
            """,
            [Ids.Parameter(series)]
        );
        while (read.Next())
            yield return new Member(
                read.Integer(0),
                (MailKind)read.Integer(1),
                read.Integer(2),
                read.Text(3),
                read.Text(4)
            );
    }

    private sealed record Member(long Series, MailKind Kind, long Id, string State, string Check);
}
