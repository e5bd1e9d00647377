using Azure;
using Azure.Identity;
using Hookwork.Catalog;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Formats;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Payloads;

/// <summary>Reads the stored body of a delivery, or composes and stores it. A stored body never changes.</summary>
public sealed class PayloadSource(PayloadStore store, PayloadComposer composer, TimeProvider time)
{
    /// <summary>The storage key of an announcement's body.</summary>
    /// <param name="settle">The seconds after which it is composed; null for at once.</param>
    public PayloadKey Key(Announcement item, string format, string? matched, int? settle) =>
        new(
            PayloadStore.Partition(item.Project, time.GetUtcNow()),
            string.Join(
                '-',
                new[] { item.MessageId, format, settle is null ? null : $"settled{settle}", matched }.OfType<string>()
            )
        );

    /// <summary>The body of a delivery.</summary>
    public async Task<byte[]> BodyAsync(
        Subscription subscription,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    )
    {
        var format = subscription.Settings.Format;
        var key = delivery.Payload.In(format, delivery.Announcement.MessageId);
        return await store.GetAsync(key, cancellationToken)
            ?? await KeepAsync(
                key,
                await composer.ComposeAsync(delivery.Announcement, cancellationToken),
                format,
                delivery.Matched,
                cancellationToken
            );
    }

    /// <summary>
    /// Whether the data itself keeps a body from being composed, so that a retry would fail too. Failures of storage,
    /// its token or the network do not count. Nor does a catalog that cannot be loaded because of them.
    /// </summary>
    public static bool IsLasting(Exception exception) =>
        exception is CatalogNotReadyException { InnerException: { } failure }
            ? IsLasting(failure)
            : exception
                is RequestFailedException { Status: 400 or 404 }
                    or not (
                        RequestFailedException
                        or OperationCanceledException
                        or AggregateException
                        or AuthenticationFailedException
                    );

    /// <summary>Writes and stores a body, unless one is stored already.</summary>
    public Task<byte[]> KeepAsync(
        PayloadKey key,
        Composition composition,
        string format,
        string? matched,
        CancellationToken cancellationToken
    ) => store.PutAsync(key, WebhookFormats.Of(format).Write(composition, matched), cancellationToken);
}
