using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// Creates the delivery of a message to a subscription. It is recorded before it is sent; one that cannot be sent at once
/// stays pending.
/// </summary>
public sealed class FirstAttempts(
    DeliveryStore store,
    MessageLog messages,
    Lanes lanes,
    SlowSends slow,
    Deliverer deliverer,
    PayloadSource payloads,
    MessageBodies bodies,
    WebhookSettings settings,
    TimeProvider time
)
{
    private static readonly TimeSpan DownLook = TimeSpan.FromSeconds(5);

    /// <summary>Records a delivery, and begins to send it.</summary>
    /// <param name="begun">Gets the attempt, or the wake for what is left.</param>
    public async Task BeginAsync(
        AnnouncedMessage message,
        Subscription subscription,
        string? matched,
        BegunDeliveries begun,
        CancellationToken cancellationToken
    )
    {
        var (item, now) = (message.Item with { Except = null }, time.GetUtcNow());
        if (
            item.Again
            && !subscription.IsPolled
            && await store.ReplayAsync(subscription.Id, item.RowKey, now, cancellationToken)
        )
        {
            await begun.WakeAsync(subscription.Id, now, cancellationToken);
            return;
        }

        // A polled subscription is not drained, so its messages cannot settle later.
        var waits = message.Settles && subscription is { Settings.Settle: > 0, IsPolled: false };
        var delivery = new PendingDelivery(
            item,
            payloads.Key(item, subscription.Settings.Format, matched, waits ? subscription.Settings.Settle : null),
            now,
            matched
        );
        if (waits)
            await LeaveAsync(
                subscription,
                delivery with
                {
                    Due = now + TimeSpan.FromSeconds(subscription.Settings.Settle),
                    IsSettling = true,
                },
                begun,
                cancellationToken
            );
        else if (await bodies.OfAsync(message, subscription, delivery, cancellationToken) is not { } body)
            await LeaveAsync(subscription, delivery, begun, cancellationToken);
        else if (subscription.IsPolled)
            await messages.AppendAsync(subscription.Id, delivery, cancellationToken);
        else
            await SendAsync(subscription, delivery, body, begun, cancellationToken);
    }

    /// <summary>Records a delivery, for a wake when it is due.</summary>
    private async Task LeaveAsync(
        Subscription subscription,
        PendingDelivery delivery,
        BegunDeliveries begun,
        CancellationToken cancellationToken
    )
    {
        await store.TryAddAsync(subscription.Id, delivery, cancellationToken);
        await begun.WakeAsync(subscription.Id, delivery.Due, cancellationToken);
    }

    /// <summary>
    /// Records a delivery and begins to send it if its target is healthy and has a free slot; otherwise it stays
    /// pending.
    /// </summary>
    private async Task SendAsync(
        Subscription subscription,
        PendingDelivery delivery,
        byte[] body,
        BegunDeliveries begun,
        CancellationToken cancellationToken
    )
    {
        var lane = lanes.Of(subscription.Id);
        var mayGo = subscription is { Status: SubscriptionStatus.Active, Settings.RateLimit: null };
        var isWell = mayGo && (await lanes.HealthAsync(subscription.Id, cancellationToken)).IsWell(delivery.Due);
        var enters = isWell && lane.TryEnter();
        try
        {
            var pending = await store.TryAddAsync(
                subscription.Id,
                enters ? delivery with { ClaimedUntil = time.GetUtcNow() + settings.Claim } : delivery,
                cancellationToken
            );
            if (pending is not null && enters)
            {
                enters = false;
                begun.Add(subscription.Id, SendAsync(subscription, lane, pending, body, slow.Stopping));
                return;
            }
        }
        finally
        {
            if (enters)
                lane.Leave();
        }
        if (isWell)
            begun.Crowd(subscription.Id, delivery.Due);
        // A wake every few seconds is enough for a target that is down: probes have a schedule of their own.
        if (subscription.Status == SubscriptionStatus.Active)
            await begun.WakeAsync(
                subscription.Id,
                mayGo && !isWell ? delivery.Due + DownLook : delivery.Due,
                cancellationToken
            );
    }

    private async Task SendAsync(
        Subscription subscription,
        Lane lane,
        PendingDelivery pending,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await deliverer.DeliverAsync(subscription, pending, body, cancellationToken);
        }
        finally
        {
            lane.Leave();
        }
    }
}
