using Hookwork.Archive;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Tells whether anything is to be delivered at this moment: not what failed and waits, nor what is paused.
/// </summary>
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
