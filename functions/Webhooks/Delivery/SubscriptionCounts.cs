using Hookwork.Ingest.Status;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Counts the subscriptions that fail or are disabled. The health of each target is read, which is a row of its own.
/// </summary>
public sealed class SubscriptionCounts(SubscriptionStore subscriptions, DeliveryStore store, TimeProvider time)
    : ISubscriptionCounts
{
    private const int AtOnce = 8;

    public async Task<StatusReport.WebhookStatus> CountAsync(CancellationToken cancellationToken)
    {
        var (now, failing) = (time.GetUtcNow(), 0);
        var all = await subscriptions.AllAsync(cancellationToken);
        await Parallel.ForEachAsync(
            all.Where(subscription => subscription is { Status: SubscriptionStatus.Active, IsPolled: false }),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (subscription, token) =>
            {
                if ((await store.HealthAsync(subscription.Id, token)).IsNotable(now))
                    Interlocked.Increment(ref failing);
            }
        );
        return new StatusReport.WebhookStatus(
            failing,
            all.Count(subscription => subscription.Status == SubscriptionStatus.Disabled)
        );
    }
}
