using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Finds the messages of completions that still wait for a cover letter or a prerequisite.</summary>
public sealed class SettlingCompletions(DeliveryStore store)
{
    /// <summary>The waiting message of a completion to a subscription; null if none waits.</summary>
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
        return pending is { IsSettling: true } ? pending : null;
    }
}
