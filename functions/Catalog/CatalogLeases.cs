using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog;

/// <summary>Leases of the catalogs of several projects.</summary>
public sealed class CatalogLeases : IDisposable
{
    private readonly CatalogLease[] _leases;

    internal CatalogLeases(CatalogLease[] leases)
    {
        _leases = leases;
        Files = [.. leases.Select(lease => lease.File)];
    }

    /// <summary>In the order in which the projects were given.</summary>
    public IReadOnlyList<CatalogFile> Files { get; }

    /// <summary>Reads all catalogs together, each from one snapshot.</summary>
    public T Read<T>(Func<IReadOnlyList<SqliteConnection>, T> read) => Read(read, []);

    public void Dispose()
    {
        foreach (var lease in _leases)
            lease.Dispose();
    }

    private T Read<T>(Func<IReadOnlyList<SqliteConnection>, T> read, IReadOnlyList<SqliteConnection> open) =>
        open.Count == Files.Count
            ? read(open)
            : Files[open.Count]
                .Read(connection =>
                {
                    // One snapshot for all reads. Not a transaction object, since every statement would have to name
                    // it.
                    Run(connection, "BEGIN");
                    try
                    {
                        return Read(read, [.. open, connection]);
                    }
                    finally
                    {
                        Run(connection, "COMMIT");
                    }
                });

    private static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new SqlStatement(connection, sql);
        statement.Run();
    }
}
