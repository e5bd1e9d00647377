using Hookwork.Api.Lists;
using Hookwork.Catalog.Query;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads series for lists.</summary>
internal static class SeriesRows
{
    /// <summary>The order by date, the newest first.</summary>
    public const string Newest = "series.date DESC, series.id DESC";

    private const string Tables = "series LEFT JOIN person ON person.id = series.submitter";

    private const string Sql = $"""
        SELECT series.id, series.name, series.date, series.submitter, coalesce(nullif(person.name, ''), person.email, ''),
            coalesce(series.version, 1), series.total, series.received_total, series.received_all
        FROM {Tables}
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
        using var rows = condition.Statement(
            connection,
            $"{Sql} WHERE {condition.Sql} ORDER BY {order} LIMIT {most} OFFSET {skip}"
        );
        return rows.All(row => new SeriesRow(
            row.Integer(0),
            row.TextOrNull(1) is { Length: > 0 } name ? name : "Untitled series",
            FieldValues.Date(row.Integer(2)),
            row.IntegerOrNull(3),
            row.Text(4),
            (int)row.Integer(5),
            (int)row.Integer(6),
            (int)row.Integer(7),
            row.Integer(8) != 0
        ));
    }

    /// <summary>How many series meet a condition on the same tables.</summary>
    public static int Count(SqliteConnection connection, SqlText condition)
    {
        using var count = condition.Statement(connection, $"SELECT count(*) FROM {Tables} WHERE {condition.Sql}");
        return (int)count.Read()!;
    }

    /// <summary>A series; null if there is none.</summary>
    public static SeriesRow? Find(SqliteConnection connection, long id) =>
        Of(connection, SqlText.Of($"series.id = {id}")).SingleOrDefault();
}
