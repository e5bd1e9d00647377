using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive;

/// <summary>Conditional writes: a row is written only if it did not change since it was read.</summary>
internal static class ConditionalWrites
{
    /// <summary>Adds a row, or replaces it.</summary>
    /// <param name="read">The version that was read; null if there was no row.</param>
    /// <returns>The new version; null if the row was added, changed or deleted since it was read.</returns>
    public static Task<ETag?> TryReplaceAsync(
        this TableClient table,
        TableEntity row,
        ETag? read,
        CancellationToken cancellationToken
    ) => table.TryWriteAsync(row, read, TableUpdateMode.Replace, cancellationToken);

    /// <summary>The same, but other columns of the row stay.</summary>
    public static Task<ETag?> TryMergeAsync(
        this TableClient table,
        TableEntity row,
        ETag? read,
        CancellationToken cancellationToken
    ) => table.TryWriteAsync(row, read, TableUpdateMode.Merge, cancellationToken);

    private static async Task<ETag?> TryWriteAsync(
        this TableClient table,
        TableEntity row,
        ETag? read,
        TableUpdateMode mode,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var written = read is { } version
                ? await table.UpdateEntityAsync(row, version, mode, cancellationToken)
                : await table.AddEntityAsync(row, cancellationToken);
            return written.Headers.ETag!.Value;
        }
        // Where no row was read, 404 says that there is no table.
        catch (RequestFailedException exception)
            when (exception.Status is 409 or 412 || (exception.Status == 404 && read is not null))
        {
            return null;
        }
    }
}
