using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Conditions;

/// <summary>
/// Tells of conditions, each value once, whatever crashes and however many instances look at the same time. The row is
/// written before its message is queued, and says so afterwards; who finds it not said queues the same message again.
/// </summary>
public sealed class Tellings(ToldStore store, WebhookQueue queue)
{
    /// <summary>Tells what holds, if another value was told last.</summary>
    /// <param name="first">The value before the first message; null where any value is told.</param>
    /// <param name="now">The value that holds; null for none.</param>
    /// <param name="data">What the message says beside the series, from the value and the one before it.</param>
    public async Task TellAsync(
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
            // The row is read before the resources. Whoever saw older resources than the row tells of fails to write.
            var told = await store.ReadAsync(about, cancellationToken);
            if (told is { IsQueued: false })
            {
                await QueueAsync(about, told, cancellationToken);
                continue;
            }
            // A review is told once, even if the series changes later.
            if (told is not null && about.Type == WebhookType.SeriesReviewed)
                return;
            var before = told is null ? await first() : told.Value;
            var value = await now();
            var isNews = value is not null && value != before;
            if (!isNews && (told is not null || before is null))
                return;
            var next = isNews
                ? Message(about, traceparent, value!, (told?.Number ?? 0) + 1, data(value!, before))
                : new Told(before!, 0) { IsQueued = true };
            if (await store.TryWriteAsync(about, told, next, cancellationToken) is not { } written)
                continue;
            if (!written.IsQueued)
                await QueueAsync(about, written, cancellationToken);
            return;
        }
    }

    private static Told Message(Condition about, string? traceparent, string value, int number, JsonObject data)
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
        return new Told(value, number)
        {
            Announcement = JsonSerializer.Serialize(announcement, WebhookJson.Default.Announcement),
        };
    }

    private async Task QueueAsync(Condition about, Told told, CancellationToken cancellationToken)
    {
        var announcement = JsonSerializer.Deserialize(told.Announcement!, WebhookJson.Default.Announcement)!;
        await queue.AnnounceAsync([announcement], TimeSpan.Zero, cancellationToken);
        // Where this fails, another instance said so, or told more since.
        await store.TryWriteAsync(about, told, told with { IsQueued = true }, cancellationToken);
    }
}
