using System.Collections.Concurrent;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Webhooks.Delivery;

/// <summary>The lanes of this process, one for each subscription. They hold nothing that must survive it.</summary>
public sealed class Lanes(WebhookQueue queue, DeliveryStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public Lane Of(string subscription) => _lanes.GetOrAdd(subscription, _ => new Lane());

    /// <summary>Queues a wake of a subscription, unless one is queued for that time or before.</summary>
    public async Task WakeAsync(string subscription, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var lane = Of(subscription);
        if (!lane.NeedsWake(time.GetUtcNow(), at))
            return;
        await queue.WakeAsync(new WakeMessage(subscription, at), cancellationToken);
        lane.Woken(at);
    }

    /// <summary>A target's health, at most a few seconds old.</summary>
    public async Task<TargetHealth> HealthAsync(string subscription, CancellationToken cancellationToken)
    {
        var (lane, now) = (Of(subscription), time.GetUtcNow());
        if (lane.Health(now) is { } seen)
            return seen;
        var health = await store.HealthAsync(subscription, cancellationToken);
        lane.Saw(health, now);
        return health;
    }

    /// <summary>
    /// Records the effect of an attempt on a target's health. Costs nothing while the target stays healthy.
    /// </summary>
    public async Task<TargetHealth> RecordAsync(
        string subscription,
        Attempt attempt,
        CancellationToken cancellationToken
    )
    {
        var health = await HealthAsync(subscription, cancellationToken);
        while (true)
        {
            var now = time.GetUtcNow();
            var after = health.After(attempt, now);
            if (ReferenceEquals(after, health))
                return health;
            if (await store.TryWriteAsync(subscription, after, cancellationToken) is { } written)
            {
                Of(subscription).Saw(written, now);
                return written;
            }
            health = await store.HealthAsync(subscription, cancellationToken);
        }
    }
}
