using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hookwork.Catalog.Files;

/// <summary>Interrupts what a connection reads once that takes too long.</summary>
internal sealed class ReadLimit : IDisposable
{
    /// <summary>It is interrupted again after this, since between two statements that has no effect.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Timer _timer;
    private bool _isOver;

    public ReadLimit(SqliteConnection connection, TimeSpan within)
    {
        _connection = connection;
        _timer = new Timer(static limit => ((ReadLimit)limit!).Interrupt(), this, within, Again);
    }

    public void Dispose()
    {
        // Another reader gets the connection.
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
