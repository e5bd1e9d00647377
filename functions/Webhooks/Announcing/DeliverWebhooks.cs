using Hookwork.Archive;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Delivers what was announced.</summary>
public sealed class DeliverWebhooks(Fanout fanout, Outbox outbox)
{
    /// <summary>
    /// Works on one message. One that fails is the runtime's to try again; one that is lost with its process, the
    /// sweep's.
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
                ?? throw new FormatException("The message is no list of announcements.");
            await fanout.RunAsync(announcements, cancellationToken);
        }
        finally
        {
            await outbox.DeleteAsync(message, cancellationToken);
        }
    }
}
