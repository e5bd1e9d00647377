using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Processes retries, probes, backlogs and replays. A function of its own, so that slow work never delays new messages.
/// </summary>
public sealed class RetryWebhooks(Wakes wakes)
{
    [Function(nameof(RetryWebhooks))]
    public Task RunAsync(
        [QueueTrigger(ArchiveStorage.WakesQueueName)] string message,
        CancellationToken cancellationToken
    ) =>
        WebhookQueue.ReadWake(message) is { } wake
            ? wakes.RunAsync(wake, cancellationToken)
            : throw new FormatException("The message is not a wake of a subscription.");
}
