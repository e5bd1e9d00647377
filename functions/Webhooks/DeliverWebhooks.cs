using Hookwork.Archive;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks;

/// <summary>Delivers what was announced.</summary>
public sealed class DeliverWebhooks(Fanout fanout)
{
    [Function(nameof(DeliverWebhooks))]
    public Task RunAsync([QueueTrigger(ArchiveStorage.DeliveriesQueueName)] string message, CancellationToken cancellationToken) =>
        WebhookQueue.ReadAnnouncements(message) is { } announcements
            ? fanout.RunAsync(announcements, cancellationToken)
            : throw new FormatException("The message is no list of announcements.");
}
