using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>Announces series that stay incomplete or become stale, and deletes old deliveries.</summary>
public sealed class SweepWebhooks(WebhookSweep sweep)
{
    // The runtime records each run in a blob, so an instance that starts too late makes up for the run.
    [Function(nameof(SweepWebhooks))]
    public Task RunAsync([TimerTrigger("15 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);
}
