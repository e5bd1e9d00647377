using Hookwork.Archive.Resources;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// Derives <c>series.updated</c> from patches and cover letters that arrive after their series was complete, and from
/// the completion of a prerequisite.
/// </summary>
public sealed class SeriesUpdates(
    Completions completions,
    MissingPrerequisites prerequisites,
    ResourceStore resources,
    SettlingCompletions settling,
    DeliveryStore store,
    Lanes lanes,
    TimeProvider time
)
{
    /// <summary>
    /// The series that an announcement updates, with the subscriptions to tell. A subscription whose message of the
    /// series still waits gets no update. Null while the archived series lacks the new mail: announce it again a little
    /// later.
    /// </summary>
    public async Task<IReadOnlyList<(Announcement Item, IReadOnlyList<Subscription> To)>?> OfAsync(
        Announcement item,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        if (item.Type == WebhookType.SeriesCompleted)
            return await prerequisites.UpdatesAsync(item, item.Id, all, cancellationToken);
        if (await OfMailAsync(item, all, cancellationToken) is not { } ofMail)
            return null;
        List<(Announcement, IReadOnlyList<Subscription>)> updates = [.. ofMail];
        // The cover letter may bring the change id that others name.
        if (item.Type == WebhookType.CoverCreated)
        {
            foreach (var id in (await resources.RowAsync(item.Kind, item.Id, cancellationToken)).Series)
                updates.AddRange(await prerequisites.UpdatesAsync(item, id, all, cancellationToken));
        }
        return updates;
    }

    /// <summary>
    /// The series updated by a patch or cover letter that arrived after completion; null while the archived series
    /// lacks it.
    /// </summary>
    private async Task<IReadOnlyList<(Announcement Item, IReadOnlyList<Subscription> To)>?> OfMailAsync(
        Announcement item,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        if (
            item.Type is not (WebhookType.PatchCompleted or WebhookType.CoverCreated)
            || !all.Any(subscription =>
                subscription.Takes(WebhookType.SeriesUpdated, null)
                || subscription.Takes(WebhookType.SeriesCompleted, item.Project)
            )
        )
            return [];
        var ids =
            item.Kind == ResourceKind.Patch
                ? item.Detail is { } one
                    ? [one]
                    : []
                : (await resources.RowAsync(item.Kind, item.Id, cancellationToken)).Series;
        List<(Announcement, IReadOnlyList<Subscription>)> derived = [];
        foreach (var id in ids)
        {
            List<Completion> before =
            [
                .. (await completions.OfAsync(id, cancellationToken)).Where(completion =>
                    completion.Event < item.Event
                ),
            ];
            // Events of a mail may follow the completion that counted the mail.
            if (before.Count == 0 || before.Exists(completion => completion.Members.Contains(item.Id)))
                continue;
            // No event says that a late cover letter changed its series. The series is always fetched after the mail.
            if (
                item.Waits < Announcement.MostWaits
                && await resources.RowAsync(ResourceKind.Series, id, cancellationToken) is { Exists: true } series
                && !series.Series.Contains(item.Id)
            )
                return null;
            var except =
                item.Kind == ResourceKind.Cover
                    ? await HastenAsync(item.Project, before[^1].Event, all, cancellationToken)
                    : [];
            var update = Announcer.UpdateOf(item, item.Project, id) with { Except = except.Count > 0 ? except : null };
            derived.Add((update, [.. all.Where(update.IsFor)]));
        }
        return derived;
    }

    /// <summary>Sends the messages of a completion that wait for a cover letter, now that it arrived.</summary>
    /// <returns>The ids of the subscriptions whose message will have the cover letter.</returns>
    private async Task<List<string>> HastenAsync(
        long project,
        long completion,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        // All are found before one is sent, since sending one fixes the body that others share.
        var waiting = await settling.FindAsync(project, all, completion, cancellationToken);
        List<string> hastened = [];
        foreach (var (subscription, pending) in waiting)
        {
            if (await HastenAsync(subscription, pending, cancellationToken))
                hastened.Add(subscription.Id);
        }
        return hastened;
    }

    /// <summary>Sends a message that waits.</summary>
    /// <returns>Whether it will have the cover letter.</returns>
    private async Task<bool> HastenAsync(
        Subscription subscription,
        PendingDelivery pending,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (pending.Due > now && !await store.TryMoveAsync(subscription.Id, pending, now, cancellationToken))
            return false;
        await lanes.WakeAsync(subscription.Id, now, cancellationToken);
        return true;
    }
}
