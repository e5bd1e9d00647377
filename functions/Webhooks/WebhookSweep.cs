using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Patchwork;

namespace Hookwork.Webhooks;

/// <summary>Looks after what no message looks after any more: the last resort of deliveries, and the hour of series.</summary>
public sealed class WebhookSweep(
    SubscriptionStore subscriptions, DeliveryStore store, Completions completions, ResourceStore resources, WebhookQueue queue, TimeProvider time)
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

        foreach (var (row, project, series, created) in await completions.DueAsync(now, cancellationToken))
        {
            if (await IsIncompleteAsync(series, cancellationToken))
            {
                await queue.AnnounceAsync(
                    [new Announcement(WebhookType.SeriesIncomplete, project, created) { Suffix = "incomplete", Kind = ResourceKind.Series, Id = series }], TimeSpan.Zero, cancellationToken);
            }
            await completions.DoneAsync(row, cancellationToken);
        }
    }

    private async Task<bool> IsIncompleteAsync(long series, CancellationToken cancellationToken) =>
        await resources.JsonAsync(ResourceKind.Series, series, cancellationToken) is { } json
        && JsonSerializer.Deserialize(json, PatchworkJson.Default.Series) is { ReceivedAll: false };
}
