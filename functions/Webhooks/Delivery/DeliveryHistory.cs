using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Lists the deliveries of a subscription, and deletes old ones. See <see cref="DeliveryStore"/> for the rows.
/// </summary>
public sealed class DeliveryHistory(ArchiveStorage storage)
{
    private const string AfterDeliveries = ":";
    private const int MostAtOnce = 100;

    private TableClient Table => storage.Deliveries;

    /// <summary>Deliveries, newest event first.</summary>
    /// <param name="after">The key of the last one seen; null for the newest.</param>
    /// <param name="state">One of <see cref="DeliveryState"/>, or null for all.</param>
    /// <param name="since">Only those recorded since then.</param>
    public IAsyncEnumerable<DeliveryView> ListAsync(
        string subscription,
        string? after,
        string? state,
        DateTimeOffset? since,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {subscription} and RowKey gt {after ?? ""} and RowKey lt {AfterDeliveries}"
        );
        if (state is not null)
            filter += TableClient.CreateQueryFilter($" and State eq {state}");
        if (since is { } from)
            filter += TableClient.CreateQueryFilter($" and CreatedAt ge {from}");
        return Table
            .QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(entity => DeliveryView.Read(entity));
    }

    /// <summary>Reads one; null where there is none.</summary>
    public async Task<DeliveryView?> GetAsync(string subscription, string key, CancellationToken cancellationToken)
    {
        var found = await Table.FindAsync(subscription, key, cancellationToken);
        return found is not null && string.CompareOrdinal(key, AfterDeliveries) < 0 ? DeliveryView.Read(found) : null;
    }

    /// <summary>Deletes finished deliveries that were recorded before a time.</summary>
    public async Task PruneAsync(string subscription, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {subscription} and RowKey lt {AfterDeliveries} and CreatedAt lt {before} and State ne {DeliveryState.Pending}"
        );
        await foreach (
            var page in Table
                .QueryAsync<TableEntity>(
                    filter,
                    select: ["PartitionKey", "RowKey", "Timestamp"],
                    cancellationToken: cancellationToken
                )
                .AsPages()
        )
        {
            try
            {
                await Table.SubmitAsync(
                    page.Values.Select(row => new TableTransactionAction(
                        TableTransactionActionType.Delete,
                        row,
                        row.ETag
                    )),
                    cancellationToken
                );
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // One was replayed meanwhile: without its row it would be sent for ever. The others go the next time.
            }
        }
    }

    /// <summary>The bodies of pending deliveries that were recorded before a time.</summary>
    public IAsyncEnumerable<PayloadKey> PendingBodiesAsync(
        Subscription subscription,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {subscription.Id} and RowKey lt {AfterDeliveries} and CreatedAt lt {before} and State eq {DeliveryState.Pending}"
        );
        return Table
            .QueryAsync<TableEntity>(
                filter,
                select: ["MessageId", "PayloadPartition", "PayloadRow"],
                cancellationToken: cancellationToken
            )
            .Select(row =>
                new PayloadKey(row.GetString("PayloadPartition")!, row.GetString("PayloadRow")!).In(
                    subscription.Settings.Format,
                    row.GetString("MessageId")!
                )
            );
    }

    /// <summary>Deletes some of the rows of a deleted subscription.</summary>
    /// <returns>Whether none are left.</returns>
    public async Task<bool> PurgeAsync(string subscription, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {subscription}");
        var rows = await Table
            .QueryAsync<TableEntity>(filter, MostAtOnce, ["PartitionKey", "RowKey"], cancellationToken)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        await Table.DeleteAsync(rows, cancellationToken);
        return rows.Count < MostAtOnce;
    }
}
