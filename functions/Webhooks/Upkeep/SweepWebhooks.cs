using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>Announces series that stay incomplete or become stale, and deletes old deliveries.</summary>
public sealed class SweepWebhooks(WebhookSweep sweep)
{
    // The next run makes up for a missed one, so the runtime need not record each in a blob.
    [Function(nameof(SweepWebhooks))]
    public Task RunAsync(
        [TimerTrigger("15 */15 * * * *", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => sweep.RunAsync(cancellationToken);
}
