namespace Hookwork.Webhooks;

/// <summary>Looks after what no message looks after any more: the last resort of deliveries, and the hour of series.</summary>
public sealed class WebhookSweep(
    SubscriptionStore subscriptions, DeliveryStore store, Completions completions, SeriesData series, WebhookPruning pruning, WebhookQueue queue, TimeProvider time)
{
    /// <summary>Looks after everything once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var subscription in await subscriptions.AllAsync(cancellationToken))
        {
            if (subscription is not { Status: SubscriptionStatus.Active, IsPolled: false })
                continue;
            var (health, pending) = await store.PendingAsync(subscription.Id, 1, cancellationToken);
            if (health.BlockedUntil(now) is null && pending is [{ } first] && first.From <= now)
                await queue.WakeAsync(new WakeMessage(subscription.Id, now), cancellationToken);
        }

        foreach (var (row, project, id, created) in await completions.DueAsync(now, cancellationToken))
        {
            if (await series.IsIncompleteAsync(id, cancellationToken))
                await queue.AnnounceAsync([Announcer.IncompleteOf(project, id, created)], TimeSpan.Zero, cancellationToken);
            await completions.DoneAsync(row, cancellationToken);
        }

        // Here, since a timer of its own would cost more.
        await pruning.RunAsync(cancellationToken);
    }
}
