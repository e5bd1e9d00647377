using System.Globalization;
using Hookwork.Api.Lists;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Mail;
using Hookwork.Pages;
using Hookwork.Pages.Parts;
using Hookwork.Site.Lists;
using Hookwork.Site.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Home;

/// <summary>
/// The front page: each project with its mails a week, series without a review, and series that were completed lately.
/// </summary>
public sealed class HomePages(Catalogs catalogs, ProjectNames names, TimeProvider time)
{
    private const int Weeks = 53;
    private const int MostSeries = 10;
    private const int WaitingAtOnce = 25;

    // Older series are usually abandoned.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(90);

    /// <summary>Answers the page.</summary>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    public async Task<IResult> AnswerAsync(CancellationToken cancellationToken)
    {
        var projects = await names.AllAsync(cancellationToken);
        using var leases = await catalogs.UseAllAsync(projects.Select(project => project.Id), cancellationToken);
        return new Page<HomePage>(
            new HomePage.Shown([
                .. projects.Zip(
                    leases.Files,
                    (project, file) => file.Read(connection => Read(connection, project.LinkName))
                ),
            ])
        );
    }

    private HomePage.Project Read(SqliteConnection connection, string project)
    {
        var now = time.GetUtcNow();
        using var name = new SqlStatement(connection, "SELECT json_extract(json, '$.name') FROM project LIMIT 1");
        // One with a date in the future would be the latest for years.
        var completed = SeriesRows.Of(
            connection,
            SqlText.Of($"series.received_all = 1 AND series.date <= {FieldValues.Microseconds(now.UtcTicks)}"),
            most: MostSeries
        );
        return new HomePage.Project(
            project,
            name.ReadText() is { Length: > 0 } title ? title : project,
            Activity(connection, now),
            SeriesLines.Of(connection, completed, now),
            Waiting(connection, now)
        );
    }

    /// <summary>The mails of each week of a year, from Monday to Sunday.</summary>
    private static IReadOnlyList<Bar> Activity(SqliteConnection connection, DateTimeOffset now)
    {
        var monday = now.UtcDateTime.Date.AddDays(-(((int)now.UtcDateTime.DayOfWeek + 6) % 7));
        var first = new DateTimeOffset(monday, TimeSpan.Zero).AddDays(-7 * (Weeks - 1));
        using var read = new SqlStatement(
            connection,
            "SELECT (date - $first) / $week, count(*) FROM mail WHERE date >= $first GROUP BY 1",
            [
                new("$first", FieldValues.Microseconds(first.UtcTicks)),
                new("$week", TimeSpan.FromDays(7).Ticks / TimeSpan.TicksPerMicrosecond),
            ]
        );
        var counts = new Dictionary<long, long>();
        while (read.Next())
            counts[read.Integer(0)] = read.Integer(1);
        return
        [
            .. Enumerable
                .Range(0, Weeks)
                .Select(week => new Bar(
                    first.AddDays(7 * week).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    counts.GetValueOrDefault(week)
                )),
        ];
    }

    /// <summary>
    /// Complete series that nobody reviewed and that were not sent again, as a later version or marked as resent. The
    /// oldest of the last months come first.
    /// </summary>
    internal static IReadOnlyList<SeriesLine> Waiting(SqliteConnection connection, DateTimeOffset now)
    {
        // A mail may have a date in the future.
        using var newest = new SqlStatement(connection, "SELECT max(date) FROM series WHERE date <= ?1");
        var since =
            (newest.Read(FieldValues.Microseconds(now.UtcTicks)) ?? 0)
            - LongestWait.Ticks / TimeSpan.TicksPerMicrosecond;
        var condition = SqlText.Of($"series.received_all = 1 AND series.date >= {since}").And(OpenSeries.Condition);
        var sent = new Dictionary<long, IReadOnlyList<SeriesRow>>();
        var waiting = new List<SeriesLine>();
        SeriesRow? last = null;
        while (true)
        {
            // OFFSET would look again at those before.
            var further = new SqlText(condition);
            if (last is { Date: var date, Id: var id })
                further.And($"(series.date, series.id) > ({FieldValues.Microseconds(date.UtcTicks)}, {id})");
            var some = SeriesRows.Of(connection, further, "series.date, series.id", WaitingAtOnce);
            waiting.AddRange(
                SeriesLines
                    .Of(connection, some, now)
                    .Where(line => SeriesLines.Waits(line) && !IsReplaced(line.Series))
                    .Take(MostSeries - waiting.Count)
            );
            if (some.Count < WaitingAtOnce || waiting.Count == MostSeries)
                return waiting;
            last = some[^1];
        }

        bool IsReplaced(SeriesRow series)
        {
            if (series.Submitter is not { } submitter)
                return false;
            var title = TitleOf(series);
            // Few names end in the same word, so few are parsed.
            var end = title[(title.LastIndexOf(' ') + 1)..];
            return SentBy(submitter)
                .Any(other =>
                    other.Date > series.Date
                    && other.Version >= series.Version
                    && other.Name.TrimEnd().EndsWith(end, StringComparison.OrdinalIgnoreCase)
                    && TitleOf(other).Equals(title, StringComparison.OrdinalIgnoreCase)
                    && (other.Version > series.Version || IsResend(other))
                );
        }

        bool IsResend(SeriesRow series) => SeriesVersions.Resends(connection, [series.Id]).Count > 0;

        // Most pages are full after a few series, so few submitters are asked about.
        IReadOnlyList<SeriesRow> SentBy(long submitter)
        {
            if (!sent.TryGetValue(submitter, out var own))
            {
                own = SeriesRows.Of(
                    connection,
                    SqlText.Of($"series.submitter = {submitter} AND series.date >= {since}")
                );
                sent.Add(submitter, own);
            }
            return own;
        }
    }

    /// <summary>What the versions of a series have in common, except for case.</summary>
    private static string TitleOf(SeriesRow series) => SubjectLine.Parse(series.Name).Title;
}
