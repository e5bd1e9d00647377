using System.Text;
using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Webhooks.Delivery;

namespace Hookwork.Webhooks.Announcing;

/// <summary>The messages between the functions that send webhooks.</summary>
public sealed class WebhookQueue(ArchiveStorage storage, Outbox outbox, TimeProvider time)
{
    /// <summary>The most announcements in a message.</summary>
    private const int MostAtOnce = 32;

    /// <summary>Storage hides a message for a week at most. A wake that comes too soon is queued again.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(6);

    /// <summary>Queues announcements.</summary>
    public Task AnnounceAsync(
        IReadOnlyCollection<Announcement> announcements,
        TimeSpan delay,
        CancellationToken cancellationToken
    ) =>
        Task.WhenAll(
            announcements
                .Chunk(MostAtOnce)
                .SelectMany(Messages)
                .Select(message => SendAsync(message, 0, delay, cancellationToken))
        );

    /// <summary>Whether messages of announcements wait unclaimed.</summary>
    public async Task<bool> HasWaitingAnnouncementsAsync(CancellationToken cancellationToken) =>
        (await storage.Announcements.PeekMessagesAsync(1, cancellationToken)).Value.Length > 0;

    /// <summary>Whether wakes wait unclaimed.</summary>
    public async Task<bool> HasWaitingWakesAsync(CancellationToken cancellationToken) =>
        (await storage.Wakes.PeekMessagesAsync(1, cancellationToken)).Value.Length > 0;

    /// <summary>Queues a message of announcements. A crash between the two writes still delivers it.</summary>
    /// <param name="sweeps">How often it was lost so far.</param>
    public Task SendAsync(string message, int sweeps, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.WhenAll(
            outbox.PutAsync(message, sweeps, cancellationToken),
            storage.Announcements.SendAsync(message, delay, cancellationToken)
        );

    /// <summary>Queues a wake of a subscription.</summary>
    public Task WakeAsync(WakeMessage message, CancellationToken cancellationToken)
    {
        var wait = message.At - time.GetUtcNow();
        // Storage counts whole seconds; rounding up avoids a second wake.
        var delay = TimeSpan.FromSeconds(Math.Ceiling((wait < LongestDelay ? wait : LongestDelay).TotalSeconds));
        return storage.Wakes.SendAsync(
            JsonSerializer.Serialize(message, WebhookJson.Default.WakeMessage),
            delay,
            cancellationToken
        );
    }

    /// <summary>Reads announcements; null if the message is malformed.</summary>
    public static IReadOnlyList<Announcement>? ReadAnnouncements(string message) =>
        QueueMessages.Read(message, WebhookJson.Default.AnnouncementArray);

    /// <summary>Reads a wake; null if the message is malformed.</summary>
    public static WakeMessage? ReadWake(string message) =>
        QueueMessages.Read(message, WebhookJson.Default.WakeMessage) is { Subscription: not null } wake ? wake : null;

    private static IEnumerable<string> Messages(Announcement[] announcements)
    {
        var text = JsonSerializer.Serialize(announcements, WebhookJson.Default.AnnouncementArray);
        return announcements.Length == 1 || Encoding.UTF8.GetByteCount(text) <= QueueMessages.MostBytes
            ? [text]
            :
            [
                .. Messages(announcements[..(announcements.Length / 2)]),
                .. Messages(announcements[(announcements.Length / 2)..]),
            ];
    }
}
