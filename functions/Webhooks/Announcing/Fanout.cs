using System.Diagnostics;
using Azure;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Ingest.Refreshing;
using Hookwork.Telemetry;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// Creates a delivery of each announcement for each matching subscription. A delivery is recorded before it is sent;
/// one that cannot be sent at once stays pending.
/// </summary>
public sealed partial class Fanout(
    SubscriptionStore subscriptions,
    DeliveryStore store,
    MessageLog messages,
    Lanes lanes,
    SlowSends slow,
    Deliverer deliverer,
    PayloadSource payloads,
    MessageBodies bodies,
    EventMails mails,
    SeriesData series,
    SeriesUpdates updates,
    RefreshQueue refresh,
    WebhookQueue queue,
    WebhookSettings settings,
    SubscriptionQueries queries,
    TimeProvider time,
    ILogger<Fanout> logger
)
{
    /// <summary>
    /// Missing resources are waited for this often: 1, 2, 4 … 60 s. Then the message is sent without them.
    /// </summary>
    private const int MostWaits = 8;
    private static readonly TimeSpan DownLook = TimeSpan.FromSeconds(5);

    /// <summary>Delivers announcements. Idempotent.</summary>
    public async Task RunAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancellationToken)
    {
        var all = await subscriptions.AllAsync(cancellationToken);
        List<(string Subscription, Task Attempt)> sending = [];
        try
        {
            foreach (var item in announcements)
            {
                try
                {
                    await DeliverAsync(
                        item,
                        [.. all.Where(subscription => item.Only is null || item.Only == subscription.Id)],
                        sending,
                        cancellationToken
                    );
                }
                // One that fails must not hold up the others: alone in a message, only it is dead-lettered.
                catch (Exception exception) when (announcements.Count > 1 && PayloadSource.IsLasting(exception))
                {
                    Log.Broken(logger, item.MessageId, exception);
                    await queue.AnnounceAsync([item], TimeSpan.Zero, cancellationToken);
                }
            }
        }
        finally
        {
            await Task.WhenAll(
                sending
                    .GroupBy(item => item.Subscription, item => item.Attempt)
                    .Select(group => slow.WaitAsync(group.Key, [.. group], cancellationToken))
            );
        }
    }

    private async Task DeliverAsync(
        Announcement announced,
        IReadOnlyList<Subscription> all,
        List<(string Subscription, Task Attempt)> sending,
        CancellationToken cancellationToken
    )
    {
        using var span = HookworkTraces.Start(
            $"deliver {announced.Type}",
            ActivityKind.Consumer,
            announced.Traceparent
        );
        span?.SetTag("hookwork.message", announced.MessageId);
        var item = announced with { Traceparent = span?.Id ?? announced.Traceparent };
        try
        {
            foreach (var derived in await updates.OfAsync(item, all, cancellationToken))
                await SendAsync(derived.Item, derived.To, sending, cancellationToken);
            await SendAsync(
                item,
                [.. all.Where(subscription => Concerns(item, subscription))],
                sending,
                cancellationToken
            );
        }
        catch (Exception exception)
        {
            span.Failed(exception.Message);
            throw;
        }
    }

    private static bool Concerns(Announcement item, Subscription subscription) =>
        item.Type == WebhookType.Test
        || subscription.Takes(item.Type, WebhookType.IsOperational(item.Type) ? null : item.Project);

    private async Task SendAsync(
        Announcement item,
        IReadOnlyList<Subscription> to,
        List<(string Subscription, Task Attempt)> sending,
        CancellationToken cancellationToken
    )
    {
        if (to.Count == 0)
            return;
        var isSeries = item is { Kind: ResourceKind.Series, Id: > 0 };
        if (
            isSeries
            && item.Waits < MostWaits
            && await series.MissingAsync(item.Project, item.Id, cancellationToken) is { Count: > 0 } missing
        )
        {
            await refresh.SendAsync(missing, TimeSpan.Zero, cancellationToken);
            await queue.AnnounceAsync(
                [item with { Waits = item.Waits + 1 }],
                TimeSpan.FromSeconds(Math.Min(60, 1 << item.Waits)),
                cancellationToken
            );
            return;
        }

        var message = new AnnouncedMessage(item)
        {
            Settles =
                item.Type == WebhookType.SeriesCompleted
                && item.Settles
                && await series.LacksCoverAsync(item.Id, cancellationToken),
        };
        foreach (var subscription in to)
        {
            var (concerns, matched) = await MatchAsync(message, subscription, cancellationToken);
            if (concerns)
                await DeliverAsync(message, subscription, matched, sending, cancellationToken);
        }
    }

    /// <summary>Whether a subscription's query matches a message, and how; no query matches all.</summary>
    private async Task<(bool Concerns, string? Matched)> MatchAsync(
        AnnouncedMessage message,
        Subscription subscription,
        CancellationToken cancellationToken
    )
    {
        if (
            subscription.Settings.Query is not { } query
            || WebhookType.IsOperational(message.Item.Type)
            || message.Item.Type == WebhookType.Test
        )
            return (true, null);
        if (queries.Read(subscription.Id, query) is not { } asked)
            return (false, null);
        message.Mails ??= await mails.OfAsync(message.Item, cancellationToken);
        var matched = EventMails.Match(asked, message.Mails.Value);
        return (matched is not null, matched);
    }

    private async Task DeliverAsync(
        AnnouncedMessage message,
        Subscription subscription,
        string? matched,
        List<(string Subscription, Task Attempt)> sending,
        CancellationToken cancellationToken
    )
    {
        var (item, now) = (message.Item, time.GetUtcNow());
        if (
            item.Again
            && !subscription.IsPolled
            && await store.ReplayAsync(subscription.Id, item.RowKey, now, cancellationToken)
        )
        {
            await lanes.WakeAsync(subscription.Id, now, cancellationToken);
            return;
        }

        // A polled subscription is not drained, so its messages cannot settle later.
        var waits = message.Settles && subscription is { Settings.Settle: > 0, IsPolled: false };
        var delivery = new NewDelivery(
            item,
            payloads.Key(item, subscription.Settings.Format, matched, waits),
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
                cancellationToken
            );
        else if (await bodies.OfAsync(message, subscription, delivery, cancellationToken) is not { } body)
            await LeaveAsync(subscription, delivery, cancellationToken);
        else if (subscription.IsPolled)
            await messages.AppendAsync(subscription.Id, delivery, cancellationToken);
        else
            await SendAsync(subscription, delivery, body, sending, cancellationToken);
    }

    /// <summary>Records a delivery and queues a wake for when it is due.</summary>
    private async Task LeaveAsync(Subscription subscription, NewDelivery delivery, CancellationToken cancellationToken)
    {
        await store.TryAddAsync(subscription.Id, delivery, cancellationToken);
        await lanes.WakeAsync(subscription.Id, delivery.Due, cancellationToken);
    }

    /// <summary>
    /// Records a delivery and begins to send it if its target is healthy and has a free slot; otherwise it stays
    /// pending.
    /// </summary>
    private async Task SendAsync(
        Subscription subscription,
        NewDelivery delivery,
        byte[] body,
        List<(string Subscription, Task Attempt)> sending,
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
                enters ? delivery with { ClaimedUntil = delivery.Due + settings.Claim } : delivery,
                cancellationToken
            );
            if (pending is not null && enters)
            {
                enters = false;
                sending.Add((subscription.Id, SendAsync(subscription, lane, pending, body, slow.Stopping)));
                return;
            }
        }
        finally
        {
            if (enters)
                lane.Leave();
        }
        // A wake every few seconds is enough for a target that is down: probes have a schedule of their own.
        if (subscription.Status == SubscriptionStatus.Active)
            await lanes.WakeAsync(
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

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The body of {Message} cannot be composed; it is retried alone"
        )]
        public static partial void Broken(ILogger logger, string message, Exception exception);
    }
}
