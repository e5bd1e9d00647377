namespace Hookwork.Webhooks;

/// <summary>Deletes deliveries that are over, messages for who asks, and bodies once they are as old as the settings say. What is still to be sent stays.</summary>
public sealed class WebhookPruning(
    SubscriptionStore subscriptions, DeliveryStore deliveries, MessageLog messages, PayloadStore payloads, WebhookSettings settings, TimeProvider time)
{
    /// <summary>Deletes what is old by now.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - settings.Keep;
        foreach (var subscription in await subscriptions.AllAsync(cancellationToken))
        {
            if (subscription.IsPolled)
                await messages.PruneAsync(subscription.Id, before, cancellationToken);
            await deliveries.PruneAsync(subscription.Id, before, cancellationToken);
        }
        // Last, so that no row is left that names a body which is gone.
        await payloads.PruneAsync(before, cancellationToken);
    }
}
