using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>
/// Deletes finished deliveries, polled messages and bodies once they are as old as the settings say. Pending deliveries
/// stay with their bodies, since every attempt sends the same one.
/// </summary>
public sealed class WebhookPruning(
    ArchiveStorage storage,
    SubscriptionStore subscriptions,
    DeliveryHistory deliveries,
    MessageLog messages,
    PayloadStore payloads,
    AwaitedPrerequisites awaited,
    ReportStore reports,
    WebhookSettings settings,
    TimeProvider time
)
{
    private const string Partition = "pruning";
    private const string Row = "webhooks";
    private const string At = "At";

    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    /// <summary>Deletes what is old, at most once a day.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = await storage.Cursors.FindAsync(Partition, Row, cancellationToken);
        if (last is not null && now - last.GetDateTimeOffset(At) < Pause)
            return;
        var before = now - settings.Keep;
        HashSet<PayloadKey> pending = [];
        foreach (var subscription in await subscriptions.AllAsync(cancellationToken))
        {
            if (subscription.IsPolled)
                await messages.PruneAsync(subscription.Id, before, cancellationToken);
            await deliveries.PruneAsync(subscription.Id, before, cancellationToken);
            await foreach (var body in deliveries.PendingBodiesAsync(subscription, before, cancellationToken))
                pending.Add(body);
        }
        await awaited.PruneAsync(before, cancellationToken);
        await reports.PruneAsync(before, cancellationToken);
        // Bodies are deleted last, and a day later than rows, so that no row refers to a deleted body. Around midnight,
        // a message may have a lower number than an older one, and the older one is then pruned with it.
        await payloads.PruneAsync(before - Pause, pending, cancellationToken);
        await storage.Cursors.UpsertEntityAsync(
            new TableEntity(Partition, Row) { [At] = now },
            TableUpdateMode.Replace,
            cancellationToken
        );
    }
}
