using System.Globalization;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Webhooks;

/// <summary>Sends again: one delivery, those that failed, or every event since a time. A long replay goes step by step, each a message.</summary>
public sealed class Replays(ArchiveStorage storage, DeliveryStore deliveries, Lanes lanes, WebhookQueue queue, Fanout fanout, EventLog log, TimeProvider time)
{
    private const int StepSize = 200;

    /// <summary>Sends one delivery again.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> OneAsync(string subscription, string key, CancellationToken cancellationToken)
    {
        if (await deliveries.GetAsync(subscription, key, cancellationToken) is null)
            return false;
        await deliveries.ReplayAsync(subscription, key, time.GetUtcNow(), cancellationToken);
        await lanes.WakeAsync(subscription, time.GetUtcNow(), cancellationToken);
        return true;
    }

    /// <summary>Begins to send many again.</summary>
    public Task BeginAsync(string subscription, ReplayStep step, CancellationToken cancellationToken) =>
        queue.WakeAsync(new WakeMessage(subscription, time.GetUtcNow()) { Replay = step }, cancellationToken);

    /// <summary>Takes a step of a replay, and asks for the next.</summary>
    public async Task RunAsync(Subscription subscription, ReplayStep step, CancellationToken cancellationToken)
    {
        var next = step.FailedOnly ? await FailedAsync(subscription, step, cancellationToken) : await EventsAsync(subscription, step, cancellationToken);
        if (next is not null)
            await BeginAsync(subscription.Id, step with { After = next }, cancellationToken);
    }

    private async Task<string?> FailedAsync(Subscription subscription, ReplayStep step, CancellationToken cancellationToken)
    {
        var count = 0;
        string? last = null;
        await foreach (var delivery in deliveries.ListAsync(subscription.Id, step.After, DeliveryState.Failed, step.Since, cancellationToken))
        {
            await deliveries.ReplayAsync(subscription.Id, delivery.Key, time.GetUtcNow(), cancellationToken);
            last = delivery.Key;
            if (++count == StepSize)
                break;
        }
        await lanes.WakeAsync(subscription.Id, time.GetUtcNow(), cancellationToken);
        return count == StepSize ? last : null;
    }

    /// <summary>Announces every finished event since a date to this subscription alone, whether or not it was sent before.</summary>
    private async Task<string?> EventsAsync(Subscription subscription, ReplayStep step, CancellationToken cancellationToken)
    {
        var since = step.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var (partition, row) = step.After?.Split('/') is [var one, var other] ? (one, other) : ("", "");
        var filter = TableClient.CreateQueryFilter(
            $"(PartitionKey gt {partition} or (PartitionKey eq {partition} and RowKey gt {row})) and Date ge {since} and Status eq {EventStatus.Done}");
        var (count, last) = (0, "");
        List<Announcement> found = [];
        await foreach (var entity in storage.Events.QueryAsync<TableEntity>(filter, StepSize, ["PartitionKey", "RowKey"], cancellationToken))
        {
            last = $"{entity.PartitionKey}/{entity.RowKey}";
            var (project, id) = (long.Parse(entity.PartitionKey.Split('-')[0]), long.Parse(entity.RowKey));
            if (await AnnouncementAsync(subscription, project, id, cancellationToken) is { } announcement)
                found.Add(announcement);
            if (++count == StepSize)
                break;
        }
        foreach (var announcement in found)
        {
            await deliveries.ReplayAsync(subscription.Id, announcement.RowKey, time.GetUtcNow(), cancellationToken);
            await fanout.RunAsync([announcement], cancellationToken);
        }
        return count == StepSize ? last : null;
    }

    private async Task<Announcement?> AnnouncementAsync(Subscription subscription, long project, long id, CancellationToken cancellationToken)
    {
        if (await log.ReadAsync(project, [id], cancellationToken) is not [var recorded]
            || System.Text.Json.JsonSerializer.Deserialize(recorded.Json, PatchworkJson.Default.Event) is not { } e
            || EventTarget.Of(e).Item is not { Events: [var reference] } item
            || !subscription.Takes(WebhookType.Of(reference.Category), project))
            return null;
        return Announcer.Of(item.Kind, item.Id, project, reference) with { Only = subscription.Id };
    }
}
