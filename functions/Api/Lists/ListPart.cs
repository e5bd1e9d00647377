using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>The part of a list in one catalog.</summary>
/// <param name="condition">The filter; null if no row matches.</param>
internal sealed class ListPart(SqliteConnection connection, CatalogList list, SqlText? condition)
{
    public SqliteConnection Connection => connection;

    /// <summary>The number of rows.</summary>
    public long Count()
    {
        using var count = condition!.Statement(connection, $"SELECT count(*) FROM {list.Table} WHERE {condition.Sql}");
        return (long)count.Read()!;
    }

    /// <summary>Reads the keys of rows in their order, the id first.</summary>
    public SqlStatement Rows(IReadOnlyList<(string Sql, bool Descending)> keys, int skip, int most) =>
        condition!.Statement(
            connection,
            $"SELECT id, {string.Join(", ", keys.Select(key => key.Sql))} FROM {list.Table} WHERE {condition.Sql} "
                + $"ORDER BY {string.Join(", ", keys.Select(key => key.Descending ? $"{key.Sql} DESC" : key.Sql))} LIMIT {most} OFFSET {skip}"
        );
}
