using Azure;
using Azure.Data.Tables;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>
/// Requeues announcements, deliveries and steps of replays whose message is lost, or hidden because the process that
/// claimed it was killed.
/// </summary>
public sealed partial class LostDeliveries(
    SubscriptionStore subscriptions,
    DeliveryStore store,
    Lanes lanes,
    Outbox outbox,
    ReplayProgress replays,
    WebhookQueue queue,
    IngestSettings pace,
    TimeProvider time,
    ILogger<LostDeliveries> logger
) : ISweep
{
    /// <summary>
    /// A message that is lost this often, half a day with ever longer waits, kills the process that claims it. Storage
    /// may fail in part for hours.
    /// </summary>
    private const int MostAnnounced = 10;

    /// <summary>A step of a replay that is lost this often kills the process that claims it.</summary>
    private const int MostSteps = 3;

    /// <summary>The most subscriptions that are looked at together, since the next poll waits for all of them.</summary>
    private const int AtOnce = 8;

    /// <summary>After this long the runtime has certainly given up a message.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await outbox.BeforeAsync(now - pace.SweepAfter, cancellationToken);
        await AnnounceAsync(rows, now, cancellationToken);
        await ReplayAsync(rows, now, cancellationToken);
        await WakeAsync(now, cancellationToken);
    }

    private async Task AnnounceAsync(
        IReadOnlyList<TableEntity> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lost = rows.Select(Outbox.Read)
            .OfType<(string Message, int Sweeps, DateTimeOffset At)>()
            .Where(row => now - row.At > pace.SweepAfterLosses(row.Sweeps))
            .ToList();
        // While messages wait, the stored ones are most likely among them.
        if (lost.Count == 0 || await queue.HasWaitingAnnouncementsAsync(cancellationToken))
            return;
        foreach (var (message, sweeps, _) in lost)
        {
            if (sweeps < MostAnnounced)
                await queue.SendAsync(message, sweeps + 1, TimeSpan.Zero, cancellationToken);
            else
                await outbox.DeleteAsync(message, cancellationToken);
        }
        Log.Again(logger, lost.Count);
    }

    private async Task ReplayAsync(
        IReadOnlyList<TableEntity> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lost = rows.Select(ReplayProgress.Read).OfType<(WakeMessage, int, DateTimeOffset, ETag)>().ToList();
        if (lost.Count == 0 || await queue.HasWaitingWakesAsync(cancellationToken))
            return;
        foreach (var (next, sweeps, at, version) in lost)
        {
            if (sweeps < MostSteps)
            {
                var again = next with { At = now };
                // The step may have ended since its row was read.
                if (await replays.TryMoveAsync(again, sweeps + 1, version, cancellationToken))
                    await queue.WakeAsync(again, cancellationToken);
            }
            else if (now - at > GivenUp)
            {
                await replays.EndAsync(next.Replay!, cancellationToken);
            }
        }
    }

    private async Task WakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A younger subscription has no delivery that is due for as long.
        var all = await subscriptions.RecentAsync(pace.SweepAfter, cancellationToken);
        await Parallel.ForEachAsync(
            all.Where(subscription => subscription is { Status: SubscriptionStatus.Active, IsPolled: false }),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (subscription, token) =>
            {
                var (health, pending) = await store.PendingAsync(subscription.Id, 1, token);
                // The poll that follows need not read it.
                lanes.Of(subscription.Id).Saw(health, now);
                if (health.BlockedUntil(now) is null && pending is [{ } first] && first.From <= now - pace.SweepAfter)
                    await queue.WakeAsync(new WakeMessage(subscription.Id, now), token);
            }
        );
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} lost messages of announcements are queued again")]
        public static partial void Again(ILogger logger, int count);
    }
}
