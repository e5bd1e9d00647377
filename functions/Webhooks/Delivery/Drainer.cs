using Hookwork.Catalog;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Sends a subscription's pending deliveries: retries, a backlog, one probe while its target is down. Code that leaves
/// a delivery pending queues a wake for when it is due.
/// </summary>
public sealed partial class Drainer(
    DeliveryStore store,
    SubscriptionStore subscriptions,
    Lanes lanes,
    SlowSends slow,
    Deliverer deliverer,
    PayloadSource payloads,
    WebhookSettings settings,
    TimeProvider time,
    ILogger<Drainer> logger
)
{
    private const int PageSize = 64;

    /// <summary>How many are claimed together while the target answers fast.</summary>
    private const int MostClaimed = 16;

    /// <summary>The longest run. Another one sends the rest, so that other subscriptions do not wait for it.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    /// <summary>Delivers what is due.</summary>
    public Task DrainAsync(string id, CancellationToken cancellationToken) =>
        DrainAsync(id, LongestRun, cancellationToken);

    /// <summary>Delivers what is due, for so long; the rest is left to a wake.</summary>
    public async Task DrainAsync(string id, TimeSpan longest, CancellationToken cancellationToken)
    {
        var lane = lanes.Of(id);
        if (!lane.TryBegin())
            return;
        var started = time.GetTimestamp();
        try
        {
            do await RunAsync(id, lane, () => time.GetElapsedTime(started) > longest, cancellationToken);
            while (!lane.TryEnd());
        }
        catch
        {
            lane.End();
            throw;
        }
    }

    /// <summary>Delivers what is due until the time is over.</summary>
    private async Task RunAsync(string id, Lane lane, Func<bool> isOver, CancellationToken cancellationToken)
    {
        while (
            await subscriptions.GetAsync(id, cancellationToken)
                is { Status: SubscriptionStatus.Active, IsPolled: false } subscription
        )
        {
            var (health, pending) = await store.PendingAsync(id, PageSize, cancellationToken);
            var now = time.GetUtcNow();
            lane.Saw(health, now);
            // Logged here too: the Functions host drops the log lines of an attempt that outlives its function.
            if (health.FailingSince is { } since && now - since >= TargetHealth.NotableFailure)
                Log.Failing(logger, id, since);
            List<PendingDelivery> due = [.. pending.Where(delivery => delivery.From <= now)];
            if (due.Count == 0 || health.BlockedUntil(now) is not null)
            {
                if (pending.Count > 0)
                    await lanes.WakeAsync(
                        id,
                        Later(pending.Min(delivery => delivery.From), health.BlockedUntil(now)),
                        cancellationToken
                    );
                return;
            }
            if (isOver())
            {
                await lanes.WakeAsync(id, now, cancellationToken);
                return;
            }

            if (await lane.RoomAsync(cancellationToken) == 0)
            {
                // The attempts that have the slots queue an earlier wake, unless a function waits for them.
                await lanes.WakeAsync(id, time.GetUtcNow() + settings.Claim, cancellationToken);
                return;
            }
            var most = health.IsDown ? 1 : due.Count;
            if (subscription.Settings.RateLimit is not null || health.IsDown)
            {
                // Written before anything is sent, so that only one of several instances sends.
                var (reserved, count) = Reserve(health, subscription.Settings.RateLimit, most, now);
                if (count == 0)
                {
                    await lanes.WakeAsync(id, reserved.PacedTo ?? now, cancellationToken);
                    return;
                }
                if (await store.TryWriteAsync(id, reserved, cancellationToken) is not { } written)
                    continue;
                lane.Saw(written, now);
                most = count;
            }
            if (!await SendAsync(subscription, lane, [.. due.Take(most)], isOver, cancellationToken))
                return;
        }
    }

    /// <summary>
    /// How many may be sent under the target's health and the rate limit, and the health once they are.
    /// </summary>
    private (TargetHealth Health, int Count) Reserve(TargetHealth health, int? rateLimit, int most, DateTimeOffset now)
    {
        if (rateLimit is { } limit)
        {
            var interval = TimeSpan.FromMinutes(1) / limit;
            var burst = Math.Max(1, limit / 60);
            var paced = health.PacedTo > now ? health.PacedTo.Value : now;
            most = Math.Min(most, (int)((now + burst * interval - paced) / interval));
            health = health with { PacedTo = paced + most * interval };
        }
        // Other instances leave the target alone until the probe ends or its claim expires.
        return (health.IsDown && most > 0 ? health with { ProbingUntil = now + settings.Claim } : health, most);
    }

    /// <summary>
    /// Sends deliveries, a few at a time, until one of them shows that the target is down or slow, or throttles, or the
    /// time is over. At least one is sent, since a probe or a rate limit is reserved for it.
    /// </summary>
    /// <returns>Whether the target answers soon; otherwise a wake follows its answer.</returns>
    private async Task<bool> SendAsync(
        Subscription subscription,
        Lane lane,
        List<PendingDelivery> due,
        Func<bool> isOver,
        CancellationToken cancellationToken
    )
    {
        List<Task> running = [];
        var answersSoon = false;
        try
        {
            var fast = false;
            while (
                due.Count > 0
                && await lane.RoomAsync(cancellationToken) is > 0 and var room
                && (running.Count == 0 || !isOver())
            )
            {
                var batch = due.Take(fast ? MostClaimed : room).ToList();
                due.RemoveRange(0, batch.Count);
                if (
                    await store.TryClaimAsync(
                        subscription.Id,
                        batch,
                        time.GetUtcNow() + settings.Claim,
                        cancellationToken
                    )
                    is not { } claimed
                )
                    continue;
                var at = time.GetTimestamp();
                var begun = await BeginAsync(subscription, lane, claimed, running, isOver, cancellationToken);
                if (begun < claimed.Count)
                {
                    await store.TryClaimAsync(subscription.Id, [.. claimed.Skip(begun)], null, cancellationToken);
                    break;
                }
                fast = time.GetElapsedTime(at) < TimeSpan.FromSeconds(1);
            }
        }
        finally
        {
            answersSoon = await slow.WaitAsync(subscription.Id, running, cancellationToken);
        }
        return answersSoon;
    }

    /// <summary>Begins to send claimed deliveries as slots become free.</summary>
    /// <returns>How many were begun; fewer if the target is down or slow, or throttles, or the time is over.</returns>
    private async Task<int> BeginAsync(
        Subscription subscription,
        Lane lane,
        IReadOnlyList<PendingDelivery> claimed,
        List<Task> running,
        Func<bool> isOver,
        CancellationToken cancellationToken
    )
    {
        var begun = 0;
        foreach (var delivery in claimed)
        {
            if ((running.Count > 0 && isOver()) || !await lane.TryEnterAsync(cancellationToken))
                break;
            var now = time.GetUtcNow();
            if (running.Count > 0 && lane.Health(now) is { } health && !health.IsWell(now))
            {
                lane.Leave();
                break;
            }
            running.Add(RunAsync(subscription, lane, delivery, slow.Stopping));
            begun++;
        }
        return begun;
    }

    private async Task RunAsync(
        Subscription subscription,
        Lane lane,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await BodyAsync(subscription, delivery, cancellationToken) is not { } body)
                return;
            var now = time.GetUtcNow();
            // Composing took most of the claim, which would expire during the attempt.
            if (delivery.ClaimedUntil < now + settings.Timeout)
            {
                var until = now + settings.Claim;
                if (
                    await store.TryClaimAsync(subscription.Id, [delivery], until, cancellationToken)
                    is not [var renewed]
                )
                    return;
                delivery = renewed;
            }
            await deliverer.DeliverAsync(subscription, delivery, body, cancellationToken);
        }
        finally
        {
            lane.Leave();
        }
    }

    /// <summary>
    /// The body of a delivery; null if it waits for a catalog, or if it cannot be composed. The latter counts as an
    /// attempt, but not against the target.
    /// </summary>
    private async Task<byte[]?> BodyAsync(
        Subscription subscription,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await payloads.BodyAsync(subscription, delivery, cancellationToken);
        }
        // A slow catalog is no fault of the message. In the end it is sent without what only the catalog knows.
        catch (CatalogNotReadyException exception) when (exception.InnerException is null)
        {
            var item = delivery.Announcement;
            var due = time.GetUtcNow() + item.NextWait;
            await lanes.WakeAsync(subscription.Id, due, cancellationToken);
            await store.TryMoveAsync(
                subscription.Id,
                delivery with
                {
                    Announcement = item with { Waits = item.Waits + 1 },
                },
                due,
                cancellationToken
            );
            return null;
        }
        catch (Exception exception) when (PayloadSource.IsLasting(exception))
        {
            await deliverer.FailAsync(subscription, delivery, exception, cancellationToken);
            return null;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} has been failing since {Since}")]
        public static partial void Failing(ILogger logger, string subscription, DateTimeOffset since);
    }
}
