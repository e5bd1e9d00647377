using Hookwork.Ingest.Status;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Counts the subscriptions that fail or are disabled. The health of each target is a row of its own, and anyone may
/// ask, so the counts are reused for a while.
/// </summary>
public sealed class SubscriptionCounts(SubscriptionStore subscriptions, DeliveryStore store, TimeProvider time)
    : ISubscriptionCounts
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Reuse = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _counting = new(1);
    private (DateTimeOffset Until, StatusReport.WebhookStatus Counts)? _counted;

    public async Task<StatusReport.WebhookStatus> CountAsync(CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_counted is { } last && now < last.Until)
                return last.Counts;

            var all = await subscriptions.AllAsync(cancellationToken);
            var failing = 0;
            await Parallel.ForEachAsync(
                all.Where(subscription => subscription is { Status: SubscriptionStatus.Active, IsPolled: false }),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (subscription, token) =>
                {
                    if ((await store.HealthAsync(subscription.Id, token)).IsNotable(now))
                        Interlocked.Increment(ref failing);
                }
            );
            var disabled = all.Count(subscription => subscription.Status == SubscriptionStatus.Disabled);
            var counts = new StatusReport.WebhookStatus(failing, disabled);
            _counted = (now + Reuse, counts);
            return counts;
        }
        finally
        {
            _counting.Release();
        }
    }
}
