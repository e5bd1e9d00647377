using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// Announces finished events if a subscription receives them: queues them for delivery, or delivers them at once. Durable
/// when it returns; idempotent.
/// </summary>
public sealed class Announcer(
    SubscriptionStore subscriptions,
    ResourceStore resources,
    ReplyStore replies,
    Completions completions,
    CommentChanges changes,
    WebhookQueue queue,
    Fanout fanout,
    ServerClock clock,
    TimeProvider time
) : IRefreshObserver
{
    /// <summary>A series that is incomplete after this long is announced.</summary>
    public static readonly TimeSpan Incomplete = TimeSpan.FromHours(1);

    /// <summary>Series that began before this are the history of a new archive, not what an outage delayed.</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromDays(1);

    public async Task RefreshedAsync(
        IReadOnlyList<Refreshed> refreshed,
        bool atOnce,
        CancellationToken cancellationToken
    )
    {
        List<Announcement> announcements = [.. refreshed.SelectMany(Of)];
        if (announcements.Count == 0)
            return;
        await RecordAsync(
            [.. announcements.Where(item => item.Type == WebhookType.SeriesCompleted)],
            cancellationToken
        );

        foreach (var item in refreshed)
        {
            foreach (var comment in item.ChangedComments)
                await changes.AddAsync(Of(item.Item, comment), comment.Version, cancellationToken);
        }

        var all = await subscriptions.AllAsync(cancellationToken);
        if (all.Count > 0)
            await AnnounceAsync(announcements, all, atOnce, cancellationToken);
        foreach (var item in refreshed)
        {
            foreach (var comment in item.ChangedComments)
                await replies.ClearChangedAsync(item.Item.Kind, item.Item.Id, comment, cancellationToken);
        }
    }

    private async Task RecordAsync(IReadOnlyList<Announcement> completed, CancellationToken cancellationToken)
    {
        var rows = await resources.RowsAsync(
            ResourceKind.Series,
            [.. completed.Select(item => item.Id)],
            cancellationToken
        );
        await completions.AddAsync(
            completed
                .DistinctBy(item => (item.Id, item.Event))
                .Select(item => (item.Id, new Completion(item.Event, rows.GetValueOrDefault(item.Id)?.Series ?? []))),
            cancellationToken
        );
    }

    private async Task AnnounceAsync(
        List<Announcement> announcements,
        IReadOnlyList<Subscription> all,
        bool atOnce,
        CancellationToken cancellationToken
    )
    {
        List<(long, long, long)> begun =
        [
            .. announcements
                .Where(item =>
                    item is { Type: WebhookType.SeriesCreated, Settles: true }
                    && all.Any(subscription => subscription.Takes(WebhookType.SeriesIncomplete, item.Project))
                )
                .DistinctBy(item => item.Id)
                .Select(item => (item.Project, item.Id, item.Event)),
        ];
        if (begun.Count > 0)
            await completions.WatchAsync(begun, time.GetUtcNow() + Incomplete, cancellationToken);
        List<Announcement> wanted =
        [
            .. announcements.Where(item =>
                all.Any(subscription => Concerns(item, subscription) || MayBeAwaited(item, subscription))
            ),
        ];
        if (atOnce)
            await fanout.RunAsync(wanted, all, isMessage: false, cancellationToken);
        else if (wanted.Count > 0)
            await queue.AnnounceAsync(wanted, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Whether a subscription receives an announcement, or one derived from it.</summary>
    public static bool Concerns(Announcement item, Subscription subscription) =>
        subscription.Takes(item.Type, item.Project)
        || (
            item.Type is WebhookType.PatchCompleted or WebhookType.CoverCreated or WebhookType.SeriesCompleted
            && (
                subscription.Takes(WebhookType.SeriesUpdated, item.Project)
                || subscription.Takes(WebhookType.SeriesCompleted, item.Project)
            )
        )
        || SeriesConditions.Concerns(item, subscription);

    /// <summary>Whether a series that a subscription takes, of any project, may wait for an announcement.</summary>
    private static bool MayBeAwaited(Announcement item, Subscription subscription) =>
        item.Type is WebhookType.CoverCreated or WebhookType.SeriesCompleted
        && subscription.Takes(WebhookType.SeriesUpdated, null);

    /// <summary>
    /// The events of a resource that are done. Events that failed, whose resource is gone, or that repeat an earlier
    /// one are not announced.
    /// </summary>
    private IEnumerable<Announcement> Of(Refreshed refreshed)
    {
        var item = refreshed.Item;
        var done = refreshed
            .Outcomes.Where(outcome => outcome.Status == EventStatus.Done)
            .Select(outcome => outcome.Id)
            .ToHashSet();
        return item
            .Events.Where(e => done.Contains(e.Id) && !refreshed.Repeats.Contains(e.Id))
            .Select(e =>
                Of(item.Kind, item.Id, item.Project, e) with
                {
                    Traceparent = refreshed.Traceparent,
                    EventJson = e.Json,
                    Settles = e.Category switch
                    {
                        EventCategory.SeriesCompleted => clock.IsYoung(e.Date),
                        EventCategory.SeriesCreated => clock.IsYounger(e.Date, LongestOutage),
                        _ => false,
                    },
                }
            )
            .Concat(
                refreshed.ChangedComments.Select(comment =>
                    Of(item, comment) with
                    {
                        Traceparent = refreshed.Traceparent,
                    }
                )
            );
    }

    private static Announcement Of(RefreshItem item, ChangedComment comment) =>
        new(WebhookType.CommentUpdated, item.Project, 0)
        {
            Suffix = $"comment-{comment.Id}-{comment.Version}",
            Kind = item.Kind,
            Id = item.Id,
            Detail = comment.Id,
        };

    /// <summary>Announces that a series is incomplete an hour after an event created it.</summary>
    public static Announcement IncompleteOf(long project, long series, long created) =>
        new(WebhookType.SeriesIncomplete, project, created)
        {
            Suffix = "incomplete",
            Kind = ResourceKind.Series,
            Id = series,
        };

    /// <summary>Announces that an event of a mail or series updates another series.</summary>
    public static Announcement UpdateOf(Announcement cause, long project, long series) =>
        new(WebhookType.SeriesUpdated, project, cause.Event)
        {
            Suffix = $"updated-{series}",
            Kind = ResourceKind.Series,
            Id = series,
            Only = cause.Only,
            Again = cause.Again,
            Traceparent = cause.Traceparent,
            EventProject = cause.Project == project ? null : cause.Project,
        };

    public static Announcement Of(ResourceKind kind, long id, long project, EventReference e) =>
        new(WebhookType.Of(e.Category), project, e.Id)
        {
            Kind = kind,
            Id = id,
            Detail = e.Category
                is EventCategory.PatchCompleted
                    or EventCategory.CheckCreated
                    or EventCategory.PatchCommentCreated
                    or EventCategory.CoverCommentCreated
                ? e.SaidId
                : null,
        };
}
