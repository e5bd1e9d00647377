using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace Hookwork.Tests.Catalog;

public sealed class SqlStatementTests : IDisposable
{
    private const string Sum = "SELECT sum(id) FROM item WHERE ?1 IS NULL OR id > ?1";
    private const string Insert = "INSERT INTO item (id) VALUES (?1)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-");
    private readonly SqliteConnection _connection;

    public SqlStatementTests()
    {
        _connection = CatalogSchema.Open($"Data Source={Path};Pooling=False");
        _connection.Handle!.enable_sqlite3_next_stmt(true);
        Run("PRAGMA journal_mode = WAL");
        Run("CREATE TABLE item (id INTEGER PRIMARY KEY)");
    }

    private string Path => System.IO.Path.Combine(_folder.FullName, "file");

    [Fact]
    public void Is_prepared_once_and_keeps_no_values()
    {
        Run(Insert, 1L);
        Run(Insert, 2L);
        var prepared = Prepared();

        Assert.Equal(2, Read(Sum, 1L));
        // Nothing is bound.
        Assert.Equal(3, Read(Sum));
        Assert.Equal(2, Read(Sum, 1L));

        Assert.Equal(prepared + 1, Prepared());
    }

    [Fact]
    public void May_be_in_use_twice()
    {
        Run(Insert, 1L);
        Run(Insert, 2L);
        using var outer = new SqlStatement(_connection, "SELECT id FROM item ORDER BY id");
        Assert.True(outer.Next());

        using (var inner = new SqlStatement(_connection, "SELECT id FROM item ORDER BY id"))
            Assert.Equal([1, 2], inner.All(row => row.Integer(0)));

        Assert.True(outer.Next());
        Assert.Equal(2, outer.Integer(0));
    }

    [Fact]
    public void May_be_disposed_twice()
    {
        var statement = new SqlStatement(_connection, Sum);
        statement.Dispose();
        statement.Dispose();

        Assert.Null(Read(Sum));
    }

    [Fact]
    public void Works_again_after_an_error()
    {
        Run(Insert, 1L);
        Assert.Throws<SqliteException>(() => Run(Insert, 1L));

        Run(Insert, 2L);

        Assert.Equal(3, Read(Sum));
    }

    [Fact]
    public void Few_are_kept_and_no_long_ones()
    {
        var prepared = Prepared();
        for (var number = 0; number < 100; number++)
            Read($"SELECT {number}");
        Read($"SELECT 1 {new string(' ', 3_000)}");

        Assert.InRange(Prepared() - prepared, 0, 32);
    }

    [Fact]
    public void Closing_a_connection_closes_the_file()
    {
        Run(Insert, 1L);
        var open = new SqlStatement(_connection, Sum);
        Assert.Equal(1, open.Read());
        Assert.True(File.Exists($"{Path}-wal"));

        _connection.Dispose();

        // SQLite removes it when the last statement is gone.
        Assert.False(File.Exists($"{Path}-wal"));
        open.Dispose();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Run(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new SqlStatement(_connection, sql);
        statement.Run(values);
    }

    private long? Read(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new SqlStatement(_connection, sql);
        return statement.Read(values);
    }

    private int Prepared()
    {
        var count = 0;
        for (
            var statement = raw.sqlite3_next_stmt(_connection.Handle, null);
            statement is not null;
            statement = raw.sqlite3_next_stmt(_connection.Handle, statement)
        )
            count++;
        return count;
    }
}
