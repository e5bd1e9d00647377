using Hookwork.Archive;
using Hookwork.Webhooks.Payloads;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Delivers announcements.</summary>
public sealed class DeliverWebhooks(Fanout fanout, Outbox outbox)
{
    /// <summary>
    /// Processes one message. The runtime retries one that fails. The sweep requeues one that is lost with its process.
    /// It also requeues one for which storage failed for longer than the runtime retries.
    /// </summary>
    [Function(nameof(DeliverWebhooks))]
    public async Task RunAsync(
        [QueueTrigger(ArchiveStorage.AnnouncementsQueueName)] string message,
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
        // The message itself is at fault. It is left to the runtime, which dead-letters it in the end. If storage
        // fails, the row stays, since the runtime may give up before storage works again.
        catch (Exception exception) when (PayloadSource.IsLasting(exception))
        {
            await outbox.DeleteAsync(message, cancellationToken);
            throw;
        }
        await outbox.DeleteAsync(message, cancellationToken);
    }
}
