using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks;

/// <summary>Finds what should have been sent and was not, and series that never became complete; deletes what was delivered long ago.</summary>
public sealed class SweepWebhooks(WebhookSweep sweep)
{
    [Function(nameof(SweepWebhooks))]
    public Task RunAsync([TimerTrigger("15 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
