using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>Announces series that stay incomplete or become stale, and deletes old deliveries.</summary>
public sealed class SweepWebhooks(WebhookSweep sweep)
{
    // A run that an instance starts too late for is made up for, since the runtime records each in a blob.
    [Function(nameof(SweepWebhooks))]
    public Task RunAsync([TimerTrigger("15 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);
}
