using System.Globalization;
using Hookwork.Api.Lists;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Mail;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads patches for lists.</summary>
internal static class PatchRows
{
    private const string Sql = """
        SELECT patch.id, patch.name, patch.msgid, patch.date, patch.state, patch.archived, patch.submitter,
            coalesce(nullif(person.name, ''), person.email, ''), user.username, series.id, series.name
        FROM patch
        LEFT JOIN person ON person.id = patch.submitter
        LEFT JOIN user ON user.id = patch.delegate
        LEFT JOIN series ON series.id = (SELECT max(series) FROM mail_series WHERE kind = 0 AND id = patch.id)
        """;

    /// <summary>Some of the patches that meet a condition, in an order.</summary>
    /// <param name="condition">On the tables <c>patch</c>, <c>person</c> and <c>user</c>.</param>
    /// <param name="order">What follows ORDER BY.</param>
    /// <param name="index">What follows FROM patch, such as INDEXED BY.</param>
    public static IReadOnlyList<PatchRow> Page(
        SqliteConnection connection,
        SqlText condition,
        string order,
        string index,
        int most,
        int skip
    )
    {
        // Only the rows of the page are joined with what they show.
        using var rows = condition.Statement(
            connection,
            $"""
            {Sql} WHERE patch.id IN (
                SELECT patch.id FROM patch {index}
                LEFT JOIN person ON person.id = patch.submitter
                LEFT JOIN user ON user.id = patch.delegate
                WHERE {condition.Sql} ORDER BY {order} LIMIT {most} OFFSET {skip})
            ORDER BY {order}
            """
        );
        return Read(rows);
    }

    /// <summary>The patches of a series, in the order in which they apply.</summary>
    public static IReadOnlyList<PatchRow> OfSeries(SqliteConnection connection, long series)
    {
        using var rows = new SqlStatement(
            connection,
            $"{Sql} WHERE patch.id IN (SELECT id FROM mail_series WHERE kind = 0 AND series = $series)",
            [new("$series", series)]
        );
        return
        [
            .. SeriesOrder.Of(
                Read(rows),
                patch => patch.Name,
                patch => patch.Date.UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
                patch => patch.Id
            ),
        ];
    }

    private static List<PatchRow> Read(SqlStatement rows) =>
        rows.All(row => new PatchRow
        {
            Id = row.Integer(0),
            Name = row.Text(1),
            MessageId = FieldValues.MessageId(row.Text(2)),
            Date = FieldValues.Date(row.Integer(3)),
            State = row.Text(4),
            IsArchived = row.Integer(5) != 0,
            Submitter = row.IntegerOrNull(6),
            SubmitterName = row.Text(7),
            Delegate = row.TextOrNull(8),
            Series = row.IntegerOrNull(9),
            SeriesName = row.TextOrNull(10),
        });
}
