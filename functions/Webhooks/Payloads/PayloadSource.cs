using Azure;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Payloads;

/// <summary>Finds the body of a delivery, or makes it and keeps it: after that it never changes.</summary>
public sealed class PayloadSource(PayloadStore store, PayloadComposer composer, TimeProvider time)
{
    /// <summary>Where the body of an announcement is kept.</summary>
    /// <param name="isSettled">Whether it is made only once a cover letter had its time to come.</param>
    public PayloadKey Key(Announcement item, string format, string? matched, bool isSettled) =>
        new(
            PayloadStore.Partition(item.Project, time.GetUtcNow()),
            string.Join('-', new[] { item.MessageId, format, isSettled ? "settled" : null, matched }.OfType<string>())
        );

    /// <summary>The body of a delivery.</summary>
    public async Task<byte[]> BodyAsync(
        Subscription subscription,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    ) =>
        await store.GetAsync(delivery.Payload, cancellationToken)
        ?? await KeepAsync(
            delivery.Payload,
            await composer.ComposeAsync(delivery.Announcement, cancellationToken),
            subscription.Settings.Format,
            delivery.Matched,
            cancellationToken
        );

    /// <summary>
    /// Whether a failure to make a body lies in what it is made of, so that it will fail again; not in storage or the
    /// network.
    /// </summary>
    public static bool IsLasting(Exception exception) =>
        exception
            is RequestFailedException { Status: 400 or 404 }
                or not (RequestFailedException or OperationCanceledException or AggregateException);

    /// <summary>Writes a body and keeps it, unless one is kept already.</summary>
    public Task<byte[]> KeepAsync(
        PayloadKey key,
        Composition composition,
        string format,
        string? matched,
        CancellationToken cancellationToken
    ) => store.PutAsync(key, composition.Write(format, matched), cancellationToken);
}
