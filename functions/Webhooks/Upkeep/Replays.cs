using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Builds;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>
/// Sends again: one delivery, those that failed, or every event since a time. A long replay runs in steps, each a
/// message.
/// </summary>
public sealed class Replays(
    ArchiveStorage storage,
    DeliveryStore deliveries,
    DeliveryHistory history,
    CommentChanges changes,
    AnnouncedValueStore announced,
    SeriesData series,
    Lanes lanes,
    WebhookQueue queue,
    ReplayProgress progress,
    Fanout fanout,
    EventLog log,
    CommentEvents commentEvents,
    ServerClock clock,
    TimeProvider time
)
{
    private const int StepSize = 200;
    private const int AtOnce = 32;

    /// <summary>
    /// What <see cref="ReplayStep.After"/> has, instead of a partition, once all events are processed.
    /// </summary>
    private const string WithoutEvent = "without-event";

    /// <summary>
    /// After this long the rest is left to another step, so that wakes of other subscriptions are not kept waiting.
    /// </summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(5);

    /// <summary>Sends one delivery again.</summary>
    /// <returns>False if there is no such delivery.</returns>
    public async Task<bool> OneAsync(string subscription, string key, CancellationToken cancellationToken)
    {
        if (await history.GetAsync(subscription, key, cancellationToken) is null)
            return false;
        await deliveries.ReplayAsync(subscription, key, time.GetUtcNow(), cancellationToken);
        await lanes.WakeAsync(subscription, time.GetUtcNow(), cancellationToken);
        return true;
    }

    /// <summary>Begins a replay of several.</summary>
    public async Task BeginAsync(string subscription, ReplayStep step, CancellationToken cancellationToken)
    {
        var first = new WakeMessage(subscription, time.GetUtcNow())
        {
            Replay = step with { Id = Guid.NewGuid().ToString("N") },
        };
        await progress.BeginAsync(first, cancellationToken);
        await queue.WakeAsync(first, cancellationToken);
    }

    /// <summary>Runs a step of a replay, and queues the next. A step that was run before is left out.</summary>
    public async Task RunAsync(Subscription subscription, ReplayStep step, CancellationToken cancellationToken)
    {
        ETag? version = null;
        if (step.Id is not null && (version = await progress.FindAsync(step, cancellationToken)) is null)
            return;
        var after = step.FailedOnly
            ? await FailedAsync(subscription, step, cancellationToken)
            : await EventsAsync(subscription, step, cancellationToken);
        if (version is { } own)
            await GoOnAsync(subscription.Id, step, after, own, cancellationToken);
        else if (after is not null)
            await BeginAsync(subscription.Id, step with { After = after }, cancellationToken);
    }

    private async Task GoOnAsync(
        string subscription,
        ReplayStep done,
        string? after,
        ETag version,
        CancellationToken cancellationToken
    )
    {
        if (after is null)
        {
            await progress.EndAsync(done, cancellationToken);
            return;
        }
        var next = new WakeMessage(subscription, time.GetUtcNow()) { Replay = done with { After = after } };
        if (await progress.TryMoveAsync(next, 0, version, cancellationToken))
            await queue.WakeAsync(next, cancellationToken);
    }

    private async Task<string?> FailedAsync(
        Subscription subscription,
        ReplayStep step,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        string? last = null;
        await foreach (
            var delivery in history.ListAsync(
                subscription.Id,
                step.After,
                DeliveryState.Failed,
                step.Since,
                cancellationToken
            )
        )
        {
            await deliveries.ReplayAsync(subscription.Id, delivery.Key, time.GetUtcNow(), cancellationToken);
            last = delivery.Key;
            if (++count == StepSize)
                break;
        }
        await lanes.WakeAsync(subscription.Id, time.GetUtcNow(), cancellationToken);
        return count == StepSize ? last : null;
    }

    /// <summary>
    /// Announces every finished event since a date to this subscription alone, whether or not it was sent before, and
    /// then announcements without an event.
    /// </summary>
    private async Task<string?> EventsAsync(
        Subscription subscription,
        ReplayStep step,
        CancellationToken cancellationToken
    )
    {
        var since = step.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var (partition, row) = step.After?.Split('/', 2) is [var one, var other] ? (one, other) : ("", "");
        // The first condition keeps Storage from reading again what earlier steps have read.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {partition} and (PartitionKey gt {partition} or RowKey gt {row}) and Date ge {since} and Status eq {EventStatus.Done}"
        );
        var (started, count, next) = (time.GetTimestamp(), 0, (string?)null);
        List<Announcement> found = [];
        await foreach (
            var entity in storage.Events.QueryAsync<TableEntity>(
                filter,
                select: ["PartitionKey", "RowKey", "Category"],
                cancellationToken: cancellationToken
            )
        )
        {
            var project = long.Parse(entity.PartitionKey.Split('-')[0]);
            // Most events of a large server may be of other projects or types.
            if (MayConcern(subscription, entity.GetString("Category"), project))
            {
                found.AddRange(
                    await AnnouncementsAsync(subscription, project, long.Parse(entity.RowKey), cancellationToken)
                );
                count++;
            }
            if (found.Count >= AtOnce)
            {
                await AnnounceAsync(subscription, found, cancellationToken);
                found = [];
            }
            if (count == StepSize || time.GetElapsedTime(started) > LongestStep)
            {
                next = $"{entity.PartitionKey}/{entity.RowKey}";
                break;
            }
        }
        if (found.Count > 0)
            await AnnounceAsync(subscription, found, cancellationToken);
        return next
            ?? await OthersAsync(
                subscription,
                step.Since,
                partition == WithoutEvent ? row : "",
                started,
                cancellationToken
            );
    }

    /// <summary>Announces what has no event, in the order of message ids.</summary>
    /// <param name="after">The id of the last message that was announced.</param>
    /// <param name="started">When the step began.</param>
    private async Task<string?> OthersAsync(
        Subscription subscription,
        DateTimeOffset since,
        string after,
        long started,
        CancellationToken cancellationToken
    )
    {
        List<Announcement> found = [];
        if (subscription.Takes(WebhookType.CommentUpdated, null))
            found.AddRange(await changes.SinceAsync(since, cancellationToken));
        if (WebhookType.Conditions.Any(type => subscription.Takes(type, null)))
            found.AddRange(await announced.SinceAsync(since, cancellationToken));
        var rest = found
            .Where(item => string.CompareOrdinal(item.MessageId, after) > 0)
            .OrderBy(item => item.MessageId, StringComparer.Ordinal);
        foreach (var some in rest.Chunk(AtOnce))
        {
            await AnnounceAsync(subscription, some, cancellationToken);
            if (time.GetElapsedTime(started) > LongestStep)
                return $"{WithoutEvent}/{some[^1].MessageId}";
        }
        return null;
    }

    private Task AnnounceAsync(
        Subscription subscription,
        IEnumerable<Announcement> found,
        CancellationToken cancellationToken
    ) =>
        fanout.RunAsync(
            [.. found.Select(item => item with { Only = subscription.Id, Again = true })],
            [subscription],
            isMessage: false,
            cancellationToken
        );

    /// <summary>Whether a subscription may take an event of a category, or what follows from it.</summary>
    private static bool MayConcern(Subscription subscription, string? category, long project)
    {
        if (category is null || !EventCategory.All.Contains(category, StringComparer.Ordinal))
            return true;
        var item = new Announcement(WebhookType.Of(category), project, 0);
        return Announcer.Concerns(item, subscription)
            || (item.Type == WebhookType.SeriesCreated && subscription.Takes(WebhookType.SeriesIncomplete, project));
    }

    /// <summary>The announcements of an event: itself, and that its series is still incomplete.</summary>
    private async Task<IReadOnlyList<Announcement>> AnnouncementsAsync(
        Subscription subscription,
        long project,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (
            // One that the server deleted may be done by its own column of the status.
            await log.ReadAsync(project, [id], cancellationToken) is not [{ Status: EventStatus.Done } recorded]
            || JsonSerializer.Deserialize(recorded.Json, PatchworkJson.Default.Event) is not { } e
            || EventTarget.Of(e).Item is not { Events: [var reference] } item
            || (await commentEvents.RepeatsAsync(item.Kind, item.Id, [reference], cancellationToken)).Count > 0
        )
            return [];
        var announcement = Announcer.Of(item.Kind, item.Id, project, reference);
        List<Announcement> announcements = Announcer.Concerns(announcement, subscription) ? [announcement] : [];
        if (
            announcement.Type == WebhookType.SeriesCreated
            && subscription.Takes(WebhookType.SeriesIncomplete, project)
            && clock.VisibleBy(reference.Date) <= time.GetUtcNow() - Announcer.Incomplete
            && await series.IsIncompleteAsync(item.Id, cancellationToken)
        )
            announcements.Add(Announcer.IncompleteOf(project, item.Id, id));
        return announcements;
    }
}
