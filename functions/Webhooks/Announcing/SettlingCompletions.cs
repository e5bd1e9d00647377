using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Finds the messages of completions that still wait for a cover letter or a prerequisite.</summary>
public sealed class SettlingCompletions(DeliveryStore store, PayloadStore payloads)
{
    /// <summary>
    /// The waiting messages of a completion. One is left out if its body is composed, or if a process may be composing
    /// it right now: subscriptions share bodies, and a body that was sent does not change.
    /// </summary>
    /// <param name="project">The project of the series.</param>
    /// <param name="all">Every subscription. There may be a thousand, of which few take a project.</param>
    /// <param name="completion">The event that reported the completion.</param>
    public async Task<IReadOnlyList<(Subscription Subscription, PendingDelivery Pending)>> FindAsync(
        long project,
        IReadOnlyList<Subscription> all,
        long completion,
        CancellationToken cancellationToken
    )
    {
        var key = new Announcement(WebhookType.SeriesCompleted, 0, completion).RowKey;
        List<(Subscription Subscription, PendingDelivery Pending, PayloadKey Body)> settling = [];
        foreach (
            var one in all.Where(one =>
                one is { Settings.Settle: > 0, IsPolled: false } && one.Takes(WebhookType.SeriesCompleted, project)
            )
        )
        {
            if (await store.FindPendingAsync(one.Id, key, cancellationToken) is { IsSettling: true } pending)
                settling.Add((one, pending, pending.Payload.In(one.Settings.Format, pending.Announcement.MessageId)));
        }
        // Bodies are read after claims, so that none is composed in between without the mail that arrived.
        var begun = settling.Where(one => one.Pending.ClaimedUntil is not null).Select(one => one.Body).ToHashSet();
        List<(Subscription, PendingDelivery)> waiting = [];
        foreach (var (subscription, pending, body) in settling)
        {
            if (!begun.Contains(body) && await payloads.GetAsync(body, cancellationToken) is null)
                waiting.Add((subscription, pending));
        }
        return waiting;
    }
}
