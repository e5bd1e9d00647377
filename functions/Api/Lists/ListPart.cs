using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>The part of a list in one catalog.</summary>
/// <param name="condition">The filter; null if no row matches.</param>
internal sealed class ListPart(SqliteConnection connection, CatalogList list, SqlText? condition)
{
    /// <summary>Of more rows, walking them by date finds a page sooner than sorting all.</summary>
    internal const int MostSorted = 50_000;

    private long _count;

    public SqliteConnection Connection => connection;

    /// <summary>The number of rows.</summary>
    public long Count()
    {
        using var count = condition!.Statement(connection, $"SELECT count(*) FROM {list.Table} WHERE {condition.Sql}");
        return _count = (long)count.Read()!;
    }

    /// <summary>Reads the keys of rows in their order, the id first. Call <see cref="Count"/> before.</summary>
    public SqlStatement Rows(IReadOnlyList<(string Sql, bool Descending)> keys, int skip, int most) =>
        condition!.Statement(connection, RowsSql(keys, skip, most));

    /// <summary>The statement of <see cref="Rows"/>.</summary>
    internal string RowsSql(IReadOnlyList<(string Sql, bool Descending)> keys, int skip, int most)
    {
        var index =
            list.DateIndex is { } dates && keys[0].Sql == "date" && _count > MostSorted ? $"INDEXED BY {dates} " : "";
        return $"SELECT id, {string.Join(", ", keys.Select(key => key.Sql))} FROM {list.Table} {index}WHERE {condition!.Sql} "
            + $"ORDER BY {string.Join(", ", keys.Select(key => key.Descending ? $"{key.Sql} DESC" : key.Sql))} LIMIT {most} OFFSET {skip}";
    }
}
