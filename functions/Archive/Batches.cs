using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive;

/// <summary>
/// Writes rows in as few Table storage transactions as possible: one partition, 100 rows and 4 MiB each.
/// </summary>
internal static class Batches
{
    private const int MostRows = 100;
    private const int MostBytes = 3 << 20;

    /// <summary>Submits the actions, partition by partition. Each transaction is atomic; the whole is not.</summary>
    public static async Task SubmitAsync(
        this TableClient table,
        IEnumerable<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        foreach (var partition in actions.GroupBy(action => action.Entity.PartitionKey, StringComparer.Ordinal))
        {
            List<TableTransactionAction> batch = [];
            var bytes = 0;
            foreach (var action in partition)
            {
                var size = Size(action.Entity);
                if (batch.Count == MostRows || (batch.Count > 0 && bytes + size > MostBytes))
                {
                    await table.SubmitTransactionAsync(batch, cancellationToken);
                    batch = [];
                    bytes = 0;
                }
                batch.Add(action);
                bytes += size;
            }
            await table.SubmitTransactionAsync(batch, cancellationToken);
        }
    }

    /// <summary>Deletes the rows that match a filter.</summary>
    /// <returns>The number of rows deleted.</returns>
    public static async Task<int> DeleteWhereAsync(
        this TableClient table,
        string filter,
        CancellationToken cancellationToken
    )
    {
        var deleted = 0;
        await foreach (
            var page in table
                .QueryAsync<TableEntity>(
                    filter,
                    select: ["PartitionKey", "RowKey"],
                    cancellationToken: cancellationToken
                )
                .AsPages()
        )
        {
            await table.DeleteAsync(page.Values, cancellationToken);
            deleted += page.Values.Count;
        }
        return deleted;
    }

    /// <summary>Deletes rows unconditionally; a row that does not exist is ignored.</summary>
    public static async Task DeleteAsync(
        this TableClient table,
        IEnumerable<ITableEntity> rows,
        CancellationToken cancellationToken
    )
    {
        List<ITableEntity> all = [.. rows];
        try
        {
            await table.SubmitAsync(
                all.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)),
                cancellationToken
            );
        }
        // Another instance deleted a row, which fails the whole transaction. Delete the rest one by one.
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            foreach (var row in all)
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        }
    }

    /// <summary>The approximate size of an entity on the wire, where binary values are Base64.</summary>
    private static int Size(ITableEntity entity)
    {
        var size = 500;
        if (entity is TableEntity properties)
        {
            foreach (var (_, value) in properties)
                size +=
                    60
                    + (
                        value is byte[] bytes ? bytes.Length * 4 / 3
                        : value is string text ? text.Length * 2
                        : 0
                    );
        }
        return size;
    }
}
