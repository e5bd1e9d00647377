using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Composes the bodies of a message, one for each format, shared by the subscriptions.</summary>
public sealed partial class MessageBodies(
    PayloadSource payloads,
    PayloadComposer composer,
    ILogger<MessageBodies> logger
)
{
    /// <summary>
    /// The stored body of a delivery; null if it cannot be composed. That is then retried and given up like a failed
    /// attempt.
    /// </summary>
    public async Task<byte[]?> OfAsync(
        AnnouncedMessage message,
        Subscription subscription,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        if (message.Bodies.TryGetValue(delivery.Payload, out var made))
            return made;
        try
        {
            await ComposeAsync(message, cancellationToken);
            return message.Bodies[delivery.Payload] = await payloads.KeepAsync(
                delivery.Payload,
                message.Composition!,
                subscription.Settings.Format,
                delivery.Matched,
                cancellationToken
            );
        }
        catch (Exception exception) when (!subscription.IsPolled && PayloadSource.IsLasting(exception))
        {
            Log.Unmade(logger, message.Item.MessageId, subscription.Id, exception);
            return null;
        }
    }

    /// <summary>Composes the data of a message, unless that is done.</summary>
    public async Task ComposeAsync(AnnouncedMessage message, CancellationToken cancellationToken) =>
        message.Composition ??= await composer.ComposeAsync(message.Item, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The message {Message} to {Subscription} cannot be composed; it is retried")]
        public static partial void Unmade(ILogger logger, string message, string subscription, Exception exception);
    }
}
