using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Does what is slow: retries, probes, backlogs and replays. A function of its own, so that it never delays what is
/// fresh.
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
            : throw new FormatException("The message names no subscription to look at.");
}
