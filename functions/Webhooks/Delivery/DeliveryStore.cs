using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// The deliveries of each subscription, in a partition of its own. Each delivery has a row, newest first; while it is
/// pending, it has a second row, ordered by due time. One more row holds the target's health. Each change of a delivery
/// is a transaction conditional on the version of its pending row.
/// </summary>
public sealed class DeliveryStore(ArchiveStorage storage, TimeProvider time)
{
    /// <summary>Sorts just before the pending rows, so that one query reads both.</summary>
    private const string HealthRow = "due";
    private const string AfterPending = "due.";

    private TableClient Table => storage.Deliveries;

    /// <summary>The id of a message in its header: the same at each attempt, another for each subscription.</summary>
    public static string WebhookId(string subscription, string messageId) => $"msg_{subscription}_{messageId}";

    /// <summary>Records a delivery; null if it is recorded already.</summary>
    public async Task<PendingDelivery?> TryAddAsync(
        string subscription,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var written = await Table.TransactAsync(
                delivery.Recording(subscription, time.GetUtcNow()),
                cancellationToken
            );
            return delivery with { ETag = written[1].Headers.ETag!.Value };
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    /// <summary>The target's health, and the deliveries that are due first.</summary>
    public async Task<(TargetHealth Health, IReadOnlyList<PendingDelivery> Pending)> PendingAsync(
        string subscription,
        int most,
        CancellationToken cancellationToken
    )
    {
        var health = new TargetHealth();
        List<PendingDelivery> pending = [];
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {subscription} and RowKey ge {HealthRow} and RowKey lt {AfterPending}"
        );
        await foreach (
            var entity in Table.QueryAsync<TableEntity>(filter, most + 1, cancellationToken: cancellationToken)
        )
        {
            if (entity.RowKey == HealthRow)
                health = TargetHealth.Read(entity);
            else
                pending.Add(PendingDelivery.Read(entity));
            if (pending.Count == most)
                break;
        }
        return (health, pending);
    }

    public async Task<TargetHealth> HealthAsync(string subscription, CancellationToken cancellationToken)
    {
        var found = await Table.FindAsync(subscription, HealthRow, cancellationToken);
        return found is not null ? TargetHealth.Read(found) : new TargetHealth();
    }

    /// <summary>Writes a target's health by a conditional write; null if it changed since it was read.</summary>
    public async Task<TargetHealth?> TryWriteAsync(
        string subscription,
        TargetHealth health,
        CancellationToken cancellationToken
    ) =>
        await Table.TryReplaceAsync(health.Write(subscription, HealthRow), health.ETag, cancellationToken)
            is { } written
            ? health with
            {
                ETag = written,
            }
            : null;

    /// <summary>Claims deliveries, all or none, or releases them; null if another instance has claimed them.</summary>
    /// <param name="until">When the claim expires; null to release.</param>
    public async Task<IReadOnlyList<PendingDelivery>?> TryClaimAsync(
        string subscription,
        IReadOnlyList<PendingDelivery> pending,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    )
    {
        List<PendingDelivery> claimed = [.. pending.Select(delivery => delivery with { ClaimedUntil = until })];
        var written = await TryTransactAsync(
            [
                .. claimed.Select(delivery => new TableTransactionAction(
                    TableTransactionActionType.UpdateReplace,
                    delivery.Write(subscription),
                    delivery.ETag
                )),
            ],
            cancellationToken
        );
        return written is null
            ? null
            : [.. claimed.Zip(written, (delivery, response) => delivery with { ETag = response.Headers.ETag!.Value })];
    }

    /// <summary>Records an attempt: the delivery is finished, or due again.</summary>
    /// <param name="due">When it is due again; null if it is finished.</param>
    /// <returns>False if the claim was lost; then nothing is recorded.</returns>
    public Task<bool> TryRecordAsync(
        string subscription,
        PendingDelivery delivery,
        Attempt attempt,
        string state,
        DateTimeOffset? due,
        CancellationToken cancellationToken
    )
    {
        var attempts = delivery.Attempts + 1;
        var row = new TableEntity(subscription, delivery.Key)
        {
            ["State"] = state,
            ["Attempts"] = attempts,
            [DeliveryView.Column(attempts)] = JsonSerializer.Serialize(attempt, WebhookJson.Default.Attempt),
        };
        return TryMoveAsync(subscription, delivery, row, due, attempts, isSettling: false, cancellationToken);
    }

    /// <summary>Makes a pending delivery due at another time; its attempts are kept.</summary>
    public Task<bool> TryMoveAsync(
        string subscription,
        PendingDelivery delivery,
        DateTimeOffset due,
        CancellationToken cancellationToken
    ) =>
        TryMoveAsync(
            subscription,
            delivery,
            new TableEntity(subscription, delivery.Key),
            due,
            delivery.Attempts,
            delivery.IsSettling,
            cancellationToken
        );

    /// <summary>The pending row of a delivery; null if it is not pending.</summary>
    public async Task<PendingDelivery?> FindPendingAsync(
        string subscription,
        string key,
        CancellationToken cancellationToken
    )
    {
        var row = await Table.FindAsync(subscription, key, ["State", "Due"], cancellationToken);
        if (
            row is null
            || row.GetString("State") != DeliveryState.Pending
            || row.GetDateTimeOffset("Due") is not { } due
        )
            return null;
        var pending = await Table.FindAsync(subscription, PendingDelivery.RowKeyOf(key, due), cancellationToken);
        return pending is not null ? PendingDelivery.Read(pending) : null;
    }

    /// <summary>
    /// Makes a finished delivery pending again, or one due that waits for its next attempt; its attempts are counted
    /// anew.
    /// </summary>
    /// <returns>False if there is no such delivery, or it is due anyway.</returns>
    public async Task<bool> ReplayAsync(
        string subscription,
        string key,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        var found = await Table.FindAsync(subscription, key, cancellationToken);
        if (found is null || found.GetString("Announcement") is not { } announcement)
            return false;
        if (found.GetString("State") == DeliveryState.Pending)
            return await HastenAsync(subscription, key, due, cancellationToken);
        var pending = new PendingDelivery(
            JsonSerializer.Deserialize(announcement, WebhookJson.Default.Announcement)!,
            new PayloadKey(found.GetString("PayloadPartition")!, found.GetString("PayloadRow")!),
            due,
            found.GetString("Matched")
        )
        {
            Key = key,
        };
        var row = new TableEntity(subscription, key)
        {
            ["State"] = DeliveryState.Pending,
            ["Due"] = due,
            ["Attempts"] = 0,
        };
        return await TryTransactAsync(
            [
                new(TableTransactionActionType.UpdateMerge, row, found.ETag),
                new(TableTransactionActionType.Add, pending.Write(subscription)),
            ],
            cancellationToken
        )
            is not null;
    }

    private async Task<bool> HastenAsync(
        string subscription,
        string key,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        // One that was not tried yet waits for a mail of its series, or for the target. One under way was due.
        if (
            await FindPendingAsync(subscription, key, cancellationToken) is not { Attempts: > 0 } waiting
            || waiting.Due <= due
        )
            return false;
        var row = new TableEntity(subscription, key) { ["Attempts"] = 0 };
        return await TryMoveAsync(subscription, waiting, row, due, 0, isSettling: false, cancellationToken);
    }

    private async Task<bool> TryMoveAsync(
        string subscription,
        PendingDelivery delivery,
        TableEntity row,
        DateTimeOffset? due,
        int attempts,
        bool isSettling,
        CancellationToken cancellationToken
    )
    {
        List<TableTransactionAction> actions = [];
        if (due is { } next)
        {
            row["Due"] = next;
            var moved = delivery with { Due = next, Attempts = attempts, ClaimedUntil = null, IsSettling = isSettling };
            actions.Add(new(TableTransactionActionType.Add, moved.Write(subscription)));
        }
        actions.Add(new(TableTransactionActionType.UpdateMerge, row, ETag.All));
        actions.Add(
            new(TableTransactionActionType.Delete, new TableEntity(subscription, delivery.RowKey), delivery.ETag)
        );
        return await TryTransactAsync(actions, cancellationToken) is not null;
    }

    /// <summary>
    /// Submits a transaction; null if the subscription was deleted, or another instance changed the delivery, as after
    /// a claim that expired.
    /// </summary>
    private async Task<IReadOnlyList<Response>?> TryTransactAsync(
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Table.TransactAsync(actions, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}
