using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Hookwork.Bench.Traffic;

/// <summary>The billed size of an account's data.</summary>
internal static class StoredBytes
{
    /// <summary>The bytes of a container's blobs.</summary>
    public static async Task<long> OfBlobsAsync(string storage, string container, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await foreach (
            var blob in new BlobServiceClient(storage)
                .GetBlobContainerClient(container)
                .GetBlobsAsync(cancellationToken: cancellationToken)
        )
            bytes += blob.Properties.ContentLength ?? 0;
        return bytes;
    }

    /// <summary>
    /// The bytes of all tables' rows, by the formula that the Azure Storage team published for billing: 4 bytes a row,
    /// 2 a character of its keys, and for each property 8 bytes, 2 a character of its name, and its value.
    /// </summary>
    public static async Task<long> OfTablesAsync(string storage, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var service = new TableServiceClient(storage);
        await foreach (var table in service.QueryAsync(cancellationToken: cancellationToken))
        {
            await foreach (
                var row in service
                    .GetTableClient(table.Name)
                    .QueryAsync<TableEntity>(cancellationToken: cancellationToken)
            )
                bytes +=
                    4
                    + 2 * (row.PartitionKey.Length + row.RowKey.Length)
                    + row.Where(property => !IsKey(property.Key))
                        .Sum(property => 8 + 2 * property.Key.Length + SizeOf(property.Value));
        }
        return bytes;
    }

    private static bool IsKey(string name) =>
        name is "PartitionKey" or "RowKey" or "Timestamp" || name.StartsWith("odata.", StringComparison.Ordinal);

    private static long SizeOf(object? value) =>
        value switch
        {
            string text => 4 + 2 * text.Length,
            byte[] binary => 4 + binary.Length,
            BinaryData binary => 4 + binary.ToMemory().Length,
            Guid => 16,
            bool => 1,
            int => 4,
            _ => 8,
        };
}
