using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Conditions;

/// <summary>
/// Announces conditions, each value once, even after a crash and if several instances check at the same time. The row
/// is written before its message is queued, and marked afterwards. An instance that finds it unmarked queues the same
/// message again.
/// </summary>
public sealed class ConditionAnnouncer(AnnouncedValueStore store, WebhookQueue queue)
{
    /// <summary>Announces what holds, if another value was announced last.</summary>
    /// <param name="first">The value before the first message; null where any value is announced.</param>
    /// <param name="now">The value that holds; null for none.</param>
    /// <param name="data">What the message says beside the series, from the value and the one before it.</param>
    public async Task AnnounceAsync(
        Condition about,
        string? traceparent,
        Func<Task<string?>> first,
        Func<Task<string?>> now,
        Func<string, string?, JsonObject> data,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            // The row is read before the resources. An instance that read older resources therefore fails to write it.
            var last = await store.ReadAsync(about, cancellationToken);
            if (last is { IsQueued: false })
            {
                await QueueAsync(about, last, cancellationToken);
                continue;
            }
            // A review is announced once, even if the series changes later.
            if (last is not null && about.Type == WebhookType.SeriesReviewed)
                return;
            var before = last is null ? await first() : last.Value;
            var value = await now();
            var isNews = value is not null && value != before;
            if (!isNews && (last is not null || before is null))
                return;
            var next = isNews
                ? Message(about, traceparent, value!, (last?.Number ?? 0) + 1, data(value!, before))
                : new AnnouncedValue(before!, 0) { IsQueued = true };
            if (await store.TryWriteAsync(about, last, next, cancellationToken) is not { } written)
                continue;
            if (!written.IsQueued)
                await QueueAsync(about, written, cancellationToken);
            return;
        }
    }

    private static AnnouncedValue Message(
        Condition about,
        string? traceparent,
        string value,
        int number,
        JsonObject data
    )
    {
        data["ordinal"] = number;
        var announcement = new Announcement(about.Type, about.Project, 0)
        {
            Suffix = about.MessageId(number),
            Kind = ResourceKind.Series,
            Id = about.Series,
            Option = about.Option,
            Data = data.ToJsonString(),
            Traceparent = traceparent,
        };
        return new AnnouncedValue(value, number)
        {
            Announcement = JsonSerializer.Serialize(announcement, WebhookJson.Default.Announcement),
        };
    }

    private async Task QueueAsync(Condition about, AnnouncedValue value, CancellationToken cancellationToken)
    {
        var announcement = JsonSerializer.Deserialize(value.Announcement!, WebhookJson.Default.Announcement)!;
        await queue.AnnounceAsync([announcement], TimeSpan.Zero, cancellationToken);
        // If this fails, another instance marked it, or announced a later value.
        await store.TryWriteAsync(about, value, value with { IsQueued = true }, cancellationToken);
    }
}
