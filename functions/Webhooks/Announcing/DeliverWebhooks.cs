using Hookwork.Archive;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Delivers announcements.</summary>
public sealed class DeliverWebhooks(Fanout fanout, Outbox outbox)
{
    /// <summary>
    /// Processes one message. The runtime retries one that fails; the sweep requeues one that is lost with its process.
    /// </summary>
    [Function(nameof(DeliverWebhooks))]
    public async Task RunAsync(
        [QueueTrigger(ArchiveStorage.DeliveriesQueueName)] string message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var announcements =
                WebhookQueue.ReadAnnouncements(message)
                ?? throw new FormatException("The message is not a list of announcements.");
            await fanout.RunAsync(announcements, cancellationToken);
        }
        finally
        {
            await outbox.DeleteAsync(message, cancellationToken);
        }
    }
}
