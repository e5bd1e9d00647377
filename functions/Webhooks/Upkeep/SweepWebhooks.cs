using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>Announces series that never became complete, and deletes what was delivered long ago.</summary>
public sealed class SweepWebhooks(WebhookSweep sweep)
{
    // A run that was missed is made up for by the next, so the runtime need not note each in a blob.
    [Function(nameof(SweepWebhooks))]
    public Task RunAsync(
        [TimerTrigger("15 */15 * * * *", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => sweep.RunAsync(cancellationToken);
}
