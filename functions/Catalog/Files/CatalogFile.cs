using System.Collections.Concurrent;
using Hookwork.Archive.Events;
using Hookwork.Catalog.Following;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The catalog of one project: a SQLite file with one writer and many readers. It is disposable; the archive is
/// authoritative.
/// </summary>
public sealed class CatalogFile : IDisposable
{
    private static readonly int MostIdle = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>The one that was used last comes first, since it has the most in its cache.</summary>
    private readonly ConcurrentStack<SqliteConnection> _readers = [];
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
        // A reader takes them from here, and must not use the writer's connection.
        CatalogDictionaries.Of(connection);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The project's id.</summary>
    public long Project { get; }

    /// <summary>Which of its events are final; null until it first catches up.</summary>
    public SettledEvents? Settled => _settled;

    /// <summary>Its size in bytes, including the write-ahead log.</summary>
    public long Size =>
        new[] { Path, Path + "-wal" }
            .Select(file => new FileInfo(file))
            .Where(file => file.Exists)
            .Sum(file => file.Length);

    /// <summary>Writes to it. Not thread safe.</summary>
    public CatalogWriter Writer { get; }

    /// <summary>Creates an empty file.</summary>
    /// <remarks>Nothing is synchronized to disk, since no file is read after its process ends.</remarks>
    public static CatalogFile Create(string path, long project)
    {
        var connection = Connect(path);
        try
        {
            KeepTemporaryFilesBeside(connection, path);
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

    /// <summary>Opens a filled file.</summary>
    /// <exception cref="SqliteException">The file is damaged.</exception>
    /// <exception cref="InvalidDataException">The file has another format or belongs to another project.</exception>
    public static CatalogFile Open(string path, long project)
    {
        var connection = Connect(path);
        try
        {
            if (CatalogSchema.FormatOf(connection) is var format && format != CatalogSchema.Format)
                throw new InvalidDataException(
                    $"The catalog has format {format}; this version of Hookwork reads {CatalogSchema.Format}."
                );
            KeepTemporaryFilesBeside(connection, path);
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

    /// <summary>Whether somebody holds a lease.</summary>
    public bool IsLeased
    {
        get
        {
            lock (_gate)
                return _uses > 0;
        }
    }

    /// <summary>Leases the file; null once it is retired.</summary>
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

    /// <summary>Closes and deletes the file once its last lease ends.</summary>
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

    /// <summary>The follower's position in a journal; null if the file was never filled.</summary>
    public DateTimeOffset? Position(long journal) =>
        Read<DateTimeOffset?>(connection =>
        {
            using var position = new SqlStatement(connection, "SELECT at FROM position WHERE journal = ?1");
            return position.Read(journal) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        });

    /// <summary>Sets which events are final.</summary>
    public void Settle(SettledEvents events) => _settled = events;

    /// <summary>Reads. Thread safe; may or may not see concurrent writes.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        if (!_readers.TryPop(out var connection))
        {
            connection = CatalogSchema.Open(_readOnly);
            CatalogDictionaries.Of(_connection).Share(connection);
            Run(connection, "PRAGMA cache_size = -4096");
        }
        try
        {
            var result = read(connection);
            // Each reader has its own cache, so few are kept idle.
            if (_readers.Count < MostIdle)
                _readers.Push(connection);
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

    /// <summary>Call once an empty file is filled: merges the full-text index and enables concurrent reads.</summary>
    public void Finish()
    {
        Run(_connection, "INSERT INTO fts (fts) VALUES ('optimize')");
        CatalogDictionaries.Train(_connection);
        Run(_connection, "VACUUM");
        Run(_connection, "PRAGMA journal_mode = WAL");
    }

    /// <summary>Writes a compacted copy and returns its position in the journal.</summary>
    public DateTimeOffset CopyTo(string path)
    {
        Read(connection =>
        {
            using var copying = new SqlStatement(connection, "VACUUM INTO ?1");
            copying.Run(path);
            return path;
        });
        using var copy = Connect(path);
        if (CatalogDictionaries.Train(copy))
            Run(copy, "VACUUM");
        using var position = new SqlStatement(copy, "SELECT min(at) FROM position");
        return new DateTimeOffset(position.Read()!.Value, TimeSpan.Zero);
    }

    /// <summary>Ends a lease.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (--_uses > 0 || !_retired)
                return;
        }
        Remove();
    }

    public void Dispose()
    {
        while (_readers.TryPop(out var reader))
            reader.Dispose();
        _connection.Dispose();
    }

    private void Remove()
    {
        Dispose();
        CatalogFolder.Remove(Path);
    }

    /// <summary>
    /// Has SQLite write its temporary files into the folder of a catalog. VACUUM needs one as large as the catalog. By
    /// default it is in /var/tmp, which may be on a smaller disk. The folder applies to the whole process.
    /// </summary>
    private static void KeepTemporaryFilesBeside(SqliteConnection connection, string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!.Replace("'", "''", StringComparison.Ordinal);
        Run(connection, $"PRAGMA temp_store_directory = '{folder}'");
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
