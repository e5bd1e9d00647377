using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>The catalogs that a list reads.</summary>
internal sealed class CatalogUse : IDisposable
{
    private readonly List<CatalogLease> _leases = [];
    private readonly List<CatalogFile> _files = [];

    public IReadOnlyList<CatalogFile> Files => _files;

    public void Add(CatalogLease lease)
    {
        _leases.Add(lease);
        _files.Add(lease.File);
    }

    /// <summary>Reads all catalogs together, each from one snapshot.</summary>
    public T Read<T>(Func<IReadOnlyList<SqliteConnection>, T> read) => Read(read, []);

    public void Dispose()
    {
        foreach (var lease in _leases)
            lease.Dispose();
    }

    private T Read<T>(Func<IReadOnlyList<SqliteConnection>, T> read, IReadOnlyList<SqliteConnection> open) =>
        open.Count == _files.Count
            ? read(open)
            : _files[open.Count]
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
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
