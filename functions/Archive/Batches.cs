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
    private const int MostAttempts = 4;

    /// <summary>The most transactions at a time.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Submits the actions, a few transactions at a time. Each is atomic; the whole is not.</summary>
    public static async Task SubmitAsync(
        this TableClient table,
        IEnumerable<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        foreach (var some in Transactions(actions).Chunk(MostAtOnce))
            await Task.WhenAll(some.Select(transaction => table.TransactAsync(transaction, cancellationToken)));
    }

    /// <summary>The transactions that take the actions, partition by partition.</summary>
    private static IEnumerable<IReadOnlyList<TableTransactionAction>> Transactions(
        IEnumerable<TableTransactionAction> actions
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
                    yield return batch;
                    batch = [];
                    bytes = 0;
                }
                batch.Add(action);
                bytes += size;
            }
            yield return batch;
        }
    }

    /// <summary>
    /// Submits one transaction, again while Storage is busy. The client repeats other requests by itself, but Storage
    /// answers this one with 202 and says what failed in the body.
    /// </summary>
    /// <returns>The answer to each action, in order.</returns>
    public static async Task<IReadOnlyList<Response>> TransactAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await table.SubmitTransactionAsync(actions, cancellationToken)).Value;
            }
            catch (TableTransactionFailedException exception)
                when (exception.Status is 408 or 429 or >= 500 && attempt < MostAttempts)
            {
                await Task.Delay(
                    TimeSpan.FromSeconds(Math.Pow(2, attempt - 2) * (1 + Random.Shared.NextDouble())),
                    cancellationToken
                );
            }
        }
    }

    /// <summary>Deletes the rows that match a filter.</summary>
    /// <param name="stays">Which of them are not deleted, by their keys; null for none.</param>
    /// <returns>The number of rows deleted.</returns>
    public static async Task<int> DeleteWhereAsync(
        this TableClient table,
        string filter,
        CancellationToken cancellationToken,
        Func<TableEntity, bool>? stays = null
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
            var rows = page.Values.Where(row => stays?.Invoke(row) != true).ToList();
            await table.DeleteAsync(rows, cancellationToken);
            deleted += rows.Count;
        }
        return deleted;
    }

    /// <summary>Deletes rows unconditionally; a row that does not exist is ignored.</summary>
    public static Task DeleteAsync(
        this TableClient table,
        IEnumerable<ITableEntity> rows,
        CancellationToken cancellationToken
    ) => table.SubmitExceptAsync(404, TableTransactionActionType.Delete, rows, cancellationToken);

    /// <summary>Merges columns into rows unconditionally; a row that does not exist is ignored.</summary>
    public static Task MergeAsync(
        this TableClient table,
        IEnumerable<ITableEntity> rows,
        CancellationToken cancellationToken
    ) => table.SubmitExceptAsync(404, TableTransactionActionType.UpdateMerge, rows, cancellationToken);

    /// <summary>Adds rows; one that exists already stays as it is.</summary>
    public static Task AddAsync(
        this TableClient table,
        IEnumerable<ITableEntity> rows,
        CancellationToken cancellationToken
    ) => table.SubmitExceptAsync(409, TableTransactionActionType.Add, rows, cancellationToken);

    /// <summary>Does the same with each row, except those for which it fails with a status.</summary>
    private static async Task SubmitExceptAsync(
        this TableClient table,
        int status,
        TableTransactionActionType action,
        IEnumerable<ITableEntity> rows,
        CancellationToken cancellationToken
    )
    {
        foreach (var transaction in Transactions(rows.Select(row => new TableTransactionAction(action, row, ETag.All))))
        {
            if (await TryAsync(transaction) || transaction.Count == 1)
                continue;
            // One row makes its whole transaction fail.
            foreach (var one in transaction)
                await TryAsync([one]);
        }

        async Task<bool> TryAsync(IReadOnlyList<TableTransactionAction> some)
        {
            try
            {
                await table.TransactAsync(some, cancellationToken);
                return true;
            }
            catch (RequestFailedException exception) when (exception.Status == status)
            {
                return false;
            }
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
