using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// The messages of polled subscriptions, numbered in the order in which they were recorded. Number, message and counter
/// are written in one transaction, so that a reader who has seen a number has seen all before it.
/// </summary>
public sealed class MessageLog(ArchiveStorage storage, DeliveryHistory history, TimeProvider time)
{
    private const string Counter = "seq";
    private const string Acknowledged = "ack";
    private const string Number = "Number";

    private TableClient Table => storage.Deliveries;

    /// <summary>Records a message; idempotent.</summary>
    public async Task AppendAsync(string subscription, PendingDelivery delivery, CancellationToken cancellationToken)
    {
        while (true)
        {
            var counter = await Table.FindAsync(subscription, Counter, cancellationToken);
            var number = (counter?.GetInt64(Number) ?? 0) + 1;
            var next = new TableEntity(subscription, Counter) { [Number] = number };
            var message = new TableEntity(subscription, Row(number))
            {
                ["MessageId"] = delivery.Announcement.MessageId,
                ["PayloadPartition"] = delivery.Payload.Partition,
                ["PayloadRow"] = delivery.Payload.Row,
            };
            var row = delivery.WriteOwn(subscription, time.GetUtcNow());
            row["State"] = DeliveryState.Delivered;
            try
            {
                await Table.TransactAsync(
                    [
                        new(TableTransactionActionType.Add, row),
                        counter is not null
                            ? new(TableTransactionActionType.UpdateReplace, next, counter.ETag)
                            : new(TableTransactionActionType.Add, next),
                        new(TableTransactionActionType.Add, message),
                    ],
                    cancellationToken
                );
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412)
            {
                // Either the message is recorded already, or another instance recorded one meanwhile.
                if (await history.GetAsync(subscription, delivery.Key, cancellationToken) is not null)
                    return;
            }
        }
    }

    /// <summary>The messages after a number, in order.</summary>
    public async Task<IReadOnlyList<(long Number, string MessageId, PayloadKey Payload)>> ReadAsync(
        string subscription,
        long after,
        int most,
        CancellationToken cancellationToken
    ) =>
        await Table
            .QueryAsync<TableEntity>(After(subscription, after), most, cancellationToken: cancellationToken)
            .Take(most)
            .Select(entity =>
                (
                    long.Parse(entity.RowKey.AsSpan(Counter.Length + 1)),
                    entity.GetString("MessageId")!,
                    new PayloadKey(entity.GetString("PayloadPartition")!, entity.GetString("PayloadRow")!)
                )
            )
            .ToListAsync(cancellationToken);

    /// <summary>The number up to which the reader has acknowledged.</summary>
    public Task<long> AcknowledgedAsync(string subscription, CancellationToken cancellationToken) =>
        NumberAsync(subscription, Acknowledged, cancellationToken);

    /// <summary>The number of the newest message; 0 while there is none.</summary>
    public Task<long> NewestAsync(string subscription, CancellationToken cancellationToken) =>
        NumberAsync(subscription, Counter, cancellationToken);

    /// <summary>Records that the reader has every message up to a number.</summary>
    public Task AcknowledgeAsync(string subscription, long number, CancellationToken cancellationToken) =>
        Table.UpsertEntityAsync(
            new TableEntity(subscription, Acknowledged) { [Number] = number },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>Deletes the messages whose bodies were made before the day of a time.</summary>
    public async Task PruneAsync(string subscription, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (
            var page in Table
                .QueryAsync<TableEntity>(
                    After(subscription, 0),
                    select: ["PartitionKey", "RowKey", "PayloadPartition"],
                    cancellationToken: cancellationToken
                )
                .AsPages()
        )
        {
            List<TableEntity> old =
            [
                .. page.Values.TakeWhile(message =>
                    PayloadStore.IsBefore(message.GetString("PayloadPartition")!, before)
                ),
            ];
            await Table.DeleteAsync(old, cancellationToken);
            // The other messages are newer.
            if (old.Count < page.Values.Count)
                return;
        }
    }

    private async Task<long> NumberAsync(string subscription, string row, CancellationToken cancellationToken)
    {
        var found = await Table.FindAsync(subscription, row, cancellationToken);
        return found?.GetInt64(Number) ?? 0;
    }

    /// <summary>The filter of the messages after a number.</summary>
    private static string After(string subscription, long number) =>
        TableClient.CreateQueryFilter(
            $"PartitionKey eq {subscription} and RowKey gt {Row(number)} and RowKey lt {$"{Counter}-~"}"
        );

    private static string Row(long number) => $"{Counter}-{number:D19}";
}
