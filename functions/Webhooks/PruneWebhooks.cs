using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks;

/// <summary>Deletes what was delivered long ago.</summary>
public sealed class PruneWebhooks(WebhookPruning pruning)
{
    [Function(nameof(PruneWebhooks))]
    public Task RunAsync([TimerTrigger("0 40 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => pruning.RunAsync(cancellationToken);
}
