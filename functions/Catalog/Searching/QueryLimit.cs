using System.Diagnostics;
using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hookwork.Catalog.Searching;

/// <summary>How long all reads for an answer may take together, from now on.</summary>
public sealed class QueryLimit(TimeSpan longest)
{
    /// <summary>How long a query that somebody typed may read catalogs: it may have a hundred patterns.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Reads a catalog. Thread safe.</summary>
    /// <exception cref="SlowQueryException">The time is over before it ends.</exception>
    public T Read<T>(CatalogFile file, Func<SqliteConnection, T> read)
    {
        var left = longest - Stopwatch.GetElapsedTime(_started);
        if (left <= TimeSpan.Zero)
            throw Exceeded();
        try
        {
            return file.Read(connection =>
            {
                using var alarm = new Alarm(connection, left);
                return read(connection);
            });
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw Exceeded();
        }
    }

    private SlowQueryException Exceeded() =>
        new($"The query takes longer than {longest.TotalSeconds} seconds: use fewer or rarer words, and fewer *.");

    /// <summary>Interrupts the statements of a connection.</summary>
    private sealed class Alarm : IDisposable
    {
        /// <summary>It interrupts again after this, since between two statements that has no effect.</summary>
        private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

        private readonly Lock _gate = new();
        private readonly SqliteConnection _connection;
        private readonly Timer _timer;
        private bool _isOver;

        public Alarm(SqliteConnection connection, TimeSpan left)
        {
            _connection = connection;
            _timer = new Timer(static alarm => ((Alarm)alarm!).Interrupt(), this, left, Again);
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
}
