using System.Collections.Concurrent;
using Hookwork.Archive.Events;
using Hookwork.Catalog.Following;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The catalog of one project: a SQLite file that many read while one writes. It is disposable; the archive is the
/// record.
/// </summary>
public sealed class CatalogFile : IDisposable
{
    private static readonly int MostIdle = Math.Max(4, 2 * Environment.ProcessorCount);
    private readonly ConcurrentQueue<SqliteConnection> _readers = [];
    private readonly SqliteConnection _connection;
    private readonly string _readOnly;
    private readonly Lock _gate = new();
    private volatile SettledEvents? _settled;
    private int _uses;
    private bool _retired;

    private CatalogFile(string path, long project, SqliteConnection connection)
    {
        Path = path;
        Project = project;
        _connection = connection;
        _readOnly = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();
        Writer = new CatalogWriter(connection);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The id of its project.</summary>
    public long Project { get; }

    /// <summary>Which of its events are final; null until the first catching up.</summary>
    public SettledEvents? Settled => _settled;

    /// <summary>Its size in bytes, with what is not merged into it yet.</summary>
    public long Size =>
        new[] { Path, Path + "-wal" }
            .Select(file => new FileInfo(file))
            .Where(file => file.Exists)
            .Sum(file => file.Length);

    /// <summary>Writes to it; not for two threads at once.</summary>
    public CatalogWriter Writer { get; }

    /// <summary>Makes an empty one.</summary>
    /// <remarks>Nothing is synchronized to the disk: a file that outlives its process is never read again.</remarks>
    public static CatalogFile Create(string path, long project)
    {
        var connection = Connect(path);
        try
        {
            Run(connection, "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            CatalogSchema.Create(connection);
            return new CatalogFile(path, project, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens one that was filled before.</summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    /// <exception cref="InvalidDataException">It has another format, or is another project's.</exception>
    public static CatalogFile Open(string path, long project)
    {
        var connection = Connect(path);
        try
        {
            if (CatalogSchema.FormatOf(connection) is var format && format != CatalogSchema.Format)
                throw new InvalidDataException(
                    $"The catalog has format {format}; this version of Hookwork reads {CatalogSchema.Format}."
                );
            Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
            var file = new CatalogFile(path, project, connection);
            if (file.Position(project) is not null)
                return file;
            file.Dispose();
            throw new InvalidDataException($"The catalog is not that of project {project}.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes the file into use; null once it is retired.</summary>
    public CatalogLease? TryUse()
    {
        lock (_gate)
        {
            if (_retired)
                return null;
            _uses++;
            return new CatalogLease(this);
        }
    }

    /// <summary>Closes and removes the file, as soon as nobody uses it.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_retired)
                return;
            _retired = true;
            if (_uses > 0)
                return;
        }
        Remove();
    }

    /// <summary>Where the follower of a journal stands; null while the file was never filled.</summary>
    public DateTimeOffset? Position(long journal) =>
        Read<DateTimeOffset?>(connection =>
        {
            using var position = new SqlStatement(connection, "SELECT at FROM position WHERE journal = ?1");
            return position.Read(journal) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        });

    /// <summary>Says which events are final.</summary>
    public void Settle(SettledEvents events) => _settled = events;

    /// <summary>Reads, as often at once as anybody likes; what is written meanwhile shows or does not.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        if (!_readers.TryDequeue(out var connection))
        {
            connection = CatalogSchema.Open(_readOnly);
            Run(connection, "PRAGMA cache_size = -4096");
        }
        try
        {
            var result = read(connection);
            // Each has a cache of its own: after a rush, few are kept.
            if (_readers.Count < MostIdle)
                _readers.Enqueue(connection);
            else
                connection.Dispose();
            return result;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// To be called when an empty file is filled: merges the full-text index, and lets others read while one writes.
    /// </summary>
    public void Finish()
    {
        Run(_connection, "INSERT INTO fts (fts) VALUES ('optimize')");
        Run(_connection, "VACUUM");
        Run(_connection, "PRAGMA journal_mode = WAL");
    }

    /// <summary>Writes a copy without gaps and returns how far it follows the journal.</summary>
    public DateTimeOffset CopyTo(string path)
    {
        Read(connection =>
        {
            using var copying = new SqlStatement(connection, "VACUUM INTO ?1");
            copying.Run(path);
            return path;
        });
        using var copy = Connect(path);
        using var position = new SqlStatement(copy, "SELECT min(at) FROM position");
        return new DateTimeOffset(position.Read()!.Value, TimeSpan.Zero);
    }

    /// <summary>Ends a use.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (--_uses > 0 || !_retired)
                return;
        }
        Remove();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_readers.TryDequeue(out var reader))
            reader.Dispose();
        Writer.Dispose();
        _connection.Dispose();
    }

    private void Remove()
    {
        Dispose();
        CatalogFolder.Remove(Path);
    }

    private static SqliteConnection Connect(string path) =>
        CatalogSchema.Open(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
