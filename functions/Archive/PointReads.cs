using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive;

/// <summary>Reads a row by its key; null if there is none.</summary>
internal static class PointReads
{
    public static async Task<TableEntity?> FindAsync(
        this TableClient table,
        string partition,
        string row,
        CancellationToken cancellationToken
    ) => Found(await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken));

    /// <summary>Reads only some columns.</summary>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table,
        string partition,
        string row,
        IEnumerable<string> columns,
        CancellationToken cancellationToken
    ) => Found(await table.GetEntityIfExistsAsync<TableEntity>(partition, row, columns, cancellationToken));

    private static TableEntity? Found(NullableResponse<TableEntity> row) => row.HasValue ? row.Value : null;
}
