using Hookwork.Api.Lists;
using Hookwork.Catalog.Query;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads series for lists.</summary>
internal static class SeriesRows
{
    /// <summary>The order by date, the newest first.</summary>
    public const string Newest = "series.date DESC, series.id DESC";

    private const string Sql = """
        SELECT series.id, series.name, series.date, series.submitter, coalesce(nullif(person.name, ''), person.email, ''),
            coalesce(series.version, 1), series.total, series.received_total, series.received_all
        FROM series LEFT JOIN person ON person.id = series.submitter
        """;

    /// <summary>The series that meet a condition, in an order.</summary>
    /// <param name="condition">On the tables <c>series</c> and <c>person</c>.</param>
    /// <param name="order">What follows ORDER BY.</param>
    public static IReadOnlyList<SeriesRow> Of(
        SqliteConnection connection,
        SqlText condition,
        string order = Newest,
        int most = int.MaxValue,
        int skip = 0
    )
    {
        using var command = condition.Command(
            connection,
            $"{Sql} WHERE {condition.Sql} ORDER BY {order} LIMIT {most} OFFSET {skip}"
        );
        using var row = command.ExecuteReader();
        var found = new List<SeriesRow>();
        while (row.Read())
        {
            found.Add(
                new SeriesRow(
                    row.GetInt64(0),
                    row.IsDBNull(1) || row.GetString(1).Length == 0 ? "Untitled series" : row.GetString(1),
                    FieldValues.Date(row.GetInt64(2)),
                    row.IsDBNull(3) ? null : row.GetInt64(3),
                    row.GetString(4),
                    row.GetInt32(5),
                    row.GetInt32(6),
                    row.GetInt32(7),
                    row.GetInt64(8) != 0
                )
            );
        }
        return found;
    }

    /// <summary>A series; null if there is none.</summary>
    public static SeriesRow? Find(SqliteConnection connection, long id) =>
        Of(connection, SqlText.Of($"series.id = {id}")).SingleOrDefault();
}
