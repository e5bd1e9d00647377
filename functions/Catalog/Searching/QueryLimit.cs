using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hookwork.Catalog.Searching;

/// <summary>Interrupts a query that takes too long.</summary>
internal sealed class QueryLimit : IDisposable
{
    /// <summary>How long a query that somebody typed may read a catalog: it may have a hundred patterns.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>It is interrupted again after this, since between two statements that has no effect.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Timer _timer;
    private bool _isOver;

    private QueryLimit(SqliteConnection connection, TimeSpan longest)
    {
        _connection = connection;
        _timer = new Timer(static limit => ((QueryLimit)limit!).Interrupt(), this, longest, Again);
    }

    /// <summary>Reads a catalog.</summary>
    /// <exception cref="SlowQueryException">It takes longer.</exception>
    public static T Read<T>(SqliteConnection connection, TimeSpan longest, Func<SqliteConnection, T> read)
    {
        using var limit = new QueryLimit(connection, longest);
        try
        {
            return read(connection);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new SlowQueryException(
                $"The query takes longer than {longest.TotalSeconds} seconds: use fewer or rarer words, and fewer *."
            );
        }
    }

    public void Dispose()
    {
        // Another query gets the connection.
        lock (_gate)
            _isOver = true;
        _timer.Dispose();
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_isOver)
                raw.sqlite3_interrupt(_connection.Handle!);
        }
    }
}
