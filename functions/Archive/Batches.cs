using Azure.Data.Tables;

namespace Hookwork.Archive;

/// <summary>Writes many rows in as few transactions as Table storage allows: one partition, 100 rows and 4 MiB each.</summary>
internal static class Batches
{
    private const int MostRows = 100;
    private const int MostBytes = 3 << 20;

    /// <summary>Submits the actions, partition by partition. Each transaction stands or falls alone.</summary>
    public static async Task SubmitAsync(this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
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

    /// <summary>What an entity takes on the wire, roughly: binary values are Base64 there.</summary>
    private static int Size(ITableEntity entity)
    {
        var size = 500;
        if (entity is TableEntity properties)
        {
            foreach (var (_, value) in properties)
                size += 60 + (value is byte[] bytes ? bytes.Length * 4 / 3 : value is string text ? text.Length * 2 : 0);
        }
        return size;
    }
}
