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
        SELECT patch.id, patch.name, patch.msgid, patch.date, patch.state, patch.archived, patch.check_state,
            patch.submitter, coalesce(nullif(person.name, ''), person.email, ''), user.username, series.id, series.name
        FROM patch
        LEFT JOIN person ON person.id = patch.submitter
        LEFT JOIN user ON user.id = patch.delegate
        LEFT JOIN series ON series.id = (SELECT max(series) FROM mail_series WHERE kind = 0 AND id = patch.id)
        """;

    /// <summary>The patches that meet a condition, in an order.</summary>
    /// <param name="condition">On the tables <c>patch</c>, <c>person</c>, <c>user</c> and <c>series</c>.</param>
    /// <param name="order">What follows ORDER BY.</param>
    public static IReadOnlyList<PatchRow> Of(
        SqliteConnection connection,
        SqlText condition,
        string order,
        int most = int.MaxValue,
        int skip = 0
    )
    {
        using var command = condition.Command(
            connection,
            $"{Sql} WHERE {condition.Sql} ORDER BY {order} LIMIT {most} OFFSET {skip}"
        );
        using var row = command.ExecuteReader();
        var found = new List<PatchRow>();
        while (row.Read())
        {
            found.Add(
                new PatchRow
                {
                    Id = row.GetInt64(0),
                    Name = row.GetString(1),
                    MessageId = FieldValues.MessageId(row.GetString(2)),
                    Date = CatalogDate.Of(row.GetInt64(3)),
                    State = row.GetString(4),
                    IsArchived = row.GetInt64(5) != 0,
                    Check = row.GetString(6),
                    Submitter = row.IsDBNull(7) ? null : row.GetInt64(7),
                    SubmitterName = row.GetString(8),
                    Delegate = row.IsDBNull(9) ? null : row.GetString(9),
                    Series = row.IsDBNull(10) ? null : row.GetInt64(10),
                    SeriesName = row.IsDBNull(11) ? null : row.GetString(11),
                }
            );
        }
        return found;
    }

    /// <summary>The patches of a series, in the order in which they apply.</summary>
    public static IReadOnlyList<PatchRow> OfSeries(SqliteConnection connection, long series) =>
        [
            .. SeriesOrder.Of(
                Of(
                    connection,
                    SqlText.Of($"patch.id IN (SELECT id FROM mail_series WHERE kind = 0 AND series = {series})"),
                    "patch.id"
                ),
                patch => patch.Name,
                patch => patch.Date.UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture),
                patch => patch.Id
            ),
        ];
}
