using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Finds the messages of completions that still wait for a cover letter or a prerequisite.</summary>
public sealed class SettlingCompletions(DeliveryStore store, PayloadStore payloads)
{
    /// <summary>
    /// The waiting message of a completion to a subscription. Null if none waits, or if another subscription got the
    /// body already, since a body that was sent does not change.
    /// </summary>
    /// <param name="completion">The event that reported the completion.</param>
    public async Task<PendingDelivery?> FindAsync(
        Subscription subscription,
        long completion,
        CancellationToken cancellationToken
    )
    {
        if (subscription.Settings.Settle == 0 || subscription.IsPolled)
            return null;
        var key = new Announcement(WebhookType.SeriesCompleted, 0, completion).RowKey;
        var pending = await store.FindPendingAsync(subscription.Id, key, cancellationToken);
        if (pending is not { IsSettling: true })
            return null;
        var body = pending.Payload.In(subscription.Settings.Format, pending.Announcement.MessageId);
        return await payloads.GetAsync(body, cancellationToken) is null ? pending : null;
    }
}
