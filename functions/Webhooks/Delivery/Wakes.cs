using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Handles a wake: drains a subscription, continues a replay, tries a report again, or purges a deleted subscription.
/// </summary>
public sealed class Wakes(
    SubscriptionStore subscriptions,
    DeliveryHistory history,
    Drainer drainer,
    Replays replays,
    Reports reports,
    WebhookQueue queue,
    TimeProvider time
)
{
    /// <summary>Clocks differ: a wake that arrives this early is in time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    private const int MostPages = 20;

    public async Task RunAsync(WakeMessage wake, CancellationToken cancellationToken)
    {
        if (wake.At > time.GetUtcNow() + Tolerance)
            await queue.WakeAsync(wake, cancellationToken);
        else if (wake.Report is { } report)
            await reports.ResumeAsync(report, wake.At, cancellationToken);
        else if (await subscriptions.GetAsync(wake.Subscription, cancellationToken) is not { } subscription)
            await PurgeAsync(wake, cancellationToken);
        else if (wake.Replay is { } step)
            await replays.RunAsync(subscription, step, cancellationToken);
        else
            await drainer.DrainAsync(wake.Subscription, cancellationToken);
    }

    private async Task PurgeAsync(WakeMessage wake, CancellationToken cancellationToken)
    {
        for (var page = 0; page < MostPages; page++)
        {
            if (await history.PurgeAsync(wake.Subscription, cancellationToken))
                return;
        }
        await queue.WakeAsync(wake, cancellationToken);
    }
}
