using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Handles a wake: drains a subscription, continues a replay, tries a report again, or purges a deleted subscription.
/// </summary>
public sealed partial class Wakes(
    SubscriptionStore subscriptions,
    DeliveryHistory history,
    Drainer drainer,
    Replays replays,
    Reports reports,
    WebhookQueue queue,
    TimeProvider time,
    ILogger<Wakes> logger
)
{
    /// <summary>Clocks differ: a wake that arrives this early is in time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a replay or a report waits after a failure of storage.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const int MostPages = 20;

    public async Task RunAsync(WakeMessage wake, CancellationToken cancellationToken)
    {
        try
        {
            await HandleAsync(wake, cancellationToken);
        }
        // Storage fails. The runtime would give the message up after some minutes, and Storage may fail for longer.
        catch (Exception exception)
            when ((wake.Replay is not null || wake.Report is not null)
                && exception is not OperationCanceledException
                && !PayloadSource.IsLasting(exception)
            )
        {
            Log.Postponed(
                logger,
                wake.Report is { } report ? $"report {report.Context}" : $"replay of subscription {wake.Subscription}",
                Pause.TotalSeconds,
                exception.Message
            );
            await queue.WakeAsync(wake with { At = time.GetUtcNow() + Pause }, cancellationToken);
        }
    }

    private async Task HandleAsync(WakeMessage wake, CancellationToken cancellationToken)
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {What} waits {Seconds} s, since storage fails: {Reason}")]
        public static partial void Postponed(ILogger logger, string what, double seconds, string reason);
    }
}
