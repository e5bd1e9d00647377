using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks;

/// <summary>Announces series that never became complete, and deletes what was delivered long ago.</summary>
public sealed class SweepWebhooks(WebhookSweep sweep)
{
    [Function(nameof(SweepWebhooks))]
    public Task RunAsync([TimerTrigger("15 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
