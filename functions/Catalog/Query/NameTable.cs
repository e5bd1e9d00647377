using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query;

/// <summary>A table that gives each name a number.</summary>
internal sealed class NameTable(SqliteConnection connection, string table) : IDisposable
{
    private readonly SqlStatement _find = new(connection, $"SELECT id FROM {table} WHERE name = $0", 1);
    private readonly SqlStatement _add = new(connection, $"INSERT INTO {table} (name) VALUES ($0)", 1);

    public long IdOf(SqliteTransaction? transaction, string name) =>
        _find.Read(transaction, name) ?? _add.Insert(transaction, name);

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }
}
