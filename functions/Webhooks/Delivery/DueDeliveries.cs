using Hookwork.Archive;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Delivery;

/// <summary>Tells whether a delivery is due now. Deliveries that wait for a retry or are paused do not count.</summary>
public sealed class DueDeliveries(
    ArchiveStorage storage,
    SubscriptionStore subscriptions,
    DeliveryStore store,
    TimeProvider time
)
{
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        if ((await storage.Announcements.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > 0)
            return true;
        var now = time.GetUtcNow();
        foreach (
            var subscription in (await subscriptions.AllAsync(cancellationToken)).Where(item =>
                item is { Status: SubscriptionStatus.Active, IsPolled: false }
            )
        )
        {
            var (health, pending) = await store.PendingAsync(subscription.Id, 1, cancellationToken);
            if (health.BlockedUntil(now) is null && pending is [{ } first] && first.Due <= now)
                return true;
        }
        return false;
    }
}
