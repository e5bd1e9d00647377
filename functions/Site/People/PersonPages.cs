using System.Globalization;
using Hookwork.Api.Lists;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Pages;
using Hookwork.Pages.Parts;
using Hookwork.Site.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.People;

/// <summary>The page of a person: what they sent and reviewed.</summary>
public sealed class PersonPages(Catalogs catalogs, ProjectNames names, TimeProvider time)
{
    private const int Months = 24;
    private const int MostListed = 10;

    // Patches and cover letters count as sent, comments on those of others as reviews.
    internal const string SentSql = """
        SELECT date FROM patch WHERE submitter = $person UNION ALL SELECT date FROM cover WHERE submitter = $person
        """;

    /// <summary>The mails that are reviews, with what they are on.</summary>
    internal const string Reviews = """
        FROM mail
        LEFT JOIN patch ON mail.submission_kind = 0 AND patch.id = mail.submission_id
        LEFT JOIN cover ON mail.submission_kind = 1 AND cover.id = mail.submission_id
        WHERE mail.submitter = $person AND mail.kind = 2 AND coalesce(patch.submitter, cover.submitter) <> $person
        """;

    /// <summary>Answers the page.</summary>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    public async Task<IResult> AnswerAsync(long id, CancellationToken cancellationToken)
    {
        var projects = await names.AllAsync(cancellationToken);
        using var leases = await catalogs.UseAllAsync(projects.Select(project => project.Id), cancellationToken);
        var found = projects
            .Zip(leases.Files, (project, file) => file.Read(connection => Read(connection, project.LinkName, id)))
            .OfType<Found>()
            .ToList();
        return found.Count == 0 ? NoPage.Answer : new Page<PersonPage>(Join(id, found));
    }

    private PersonPage.Shown Join(long id, List<Found> found) =>
        new(
            id,
            [.. found.Where(project => project.Sent.Count > 0).Select(project => project.Project)],
            found[0].Name,
            found[0].Email,
            Bars(found.SelectMany(project => project.Sent)),
            Bars(found.SelectMany(project => project.Reviewed)),
            [
                .. found
                    .SelectMany(project => project.Series)
                    .OrderByDescending(line => line.Series.Date)
                    .Take(MostListed),
            ],
            [.. found.SelectMany(project => project.Reviews).OrderByDescending(review => review.Date).Take(MostListed)]
        );

    /// <summary>A bar for each of the last months, including those without mails.</summary>
    private IReadOnlyList<Bar> Bars(IEnumerable<(string Month, long Count)> counts)
    {
        var months = counts.ToLookup(month => month.Month, month => month.Count);
        var now = time.GetUtcNow();
        return
        [
            .. Enumerable
                .Range(0, Months)
                .Select(month => now.AddMonths(month - Months + 1).ToString("yyyy-MM", CultureInfo.InvariantCulture))
                .Select(month => new Bar(month, months[month].Sum())),
        ];
    }

    private Found? Read(SqliteConnection connection, string project, long id)
    {
        KeyValuePair<string, object>[] person = [new("$person", id)];
        using var read = new SqlStatement(connection, "SELECT name, email FROM person WHERE id = $person", person);
        if (!read.Next())
            return null;
        return new Found(
            project,
            read.TextOrNull(0) is { Length: > 0 } name ? name : read.Text(1),
            read.Text(1),
            Count(connection, SentSql, person),
            Count(connection, $"SELECT mail.date {Reviews}", person),
            SeriesLines.Of(
                connection,
                SeriesRows.Of(connection, SqlText.Of($"series.submitter = {id}"), most: MostListed),
                time.GetUtcNow()
            ),
            ReviewsOf(connection, project, person)
        );
    }

    private static List<(string Month, long Count)> Count(
        SqliteConnection connection,
        string dates,
        KeyValuePair<string, object>[] person
    )
    {
        using var read = new SqlStatement(
            connection,
            $"SELECT strftime('%Y-%m', date / 1000000, 'unixepoch'), count(*) FROM ({dates}) GROUP BY 1",
            person
        );
        return read.All(row => (row.Text(0), row.Integer(1)));
    }

    private static List<PersonPage.Review> ReviewsOf(
        SqliteConnection connection,
        string project,
        KeyValuePair<string, object>[] person
    )
    {
        using var read = new SqlStatement(
            connection,
            $"""
            SELECT mail.id, mail.date, mail.submission_kind, coalesce(patch.name, cover.name), coalesce(patch.msgid, cover.msgid)
            {Reviews} ORDER BY mail.date DESC, mail.id DESC LIMIT {MostListed}
            """,
            person
        );
        return read.All(row =>
        {
            var kind = row.Integer(2) == 0 ? "patch" : "cover";
            var page = SiteAddress.Mail(project, kind, FieldValues.MessageId(row.Text(4)));
            return new PersonPage.Review(row.Text(3), $"{page}#{row.Integer(0)}", FieldValues.Date(row.Integer(1)));
        });
    }

    /// <summary>What a project's catalog has of the person.</summary>
    private sealed record Found(
        string Project,
        string Name,
        string Email,
        IReadOnlyList<(string Month, long Count)> Sent,
        IReadOnlyList<(string Month, long Count)> Reviewed,
        IReadOnlyList<SeriesLine> Series,
        IReadOnlyList<PersonPage.Review> Reviews
    );
}
