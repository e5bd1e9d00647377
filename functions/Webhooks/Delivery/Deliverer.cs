using System.Diagnostics;
using System.Text.Json;
using Hookwork.Input;
using Hookwork.Telemetry;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Delivery;

/// <summary>Sends one delivery that this process has claimed, and records the result.</summary>
public sealed partial class Deliverer(
    WebhookSender sender,
    DeliveryStore store,
    Lanes lanes,
    SubscriptionRegistry subscriptions,
    SubscriptionStore stored,
    WebhookQueue queue,
    TimeProvider time,
    ILogger<Deliverer> logger
)
{
    /// <summary>Makes an attempt.</summary>
    public async Task DeliverAsync(
        Subscription subscription,
        PendingDelivery delivery,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var attempt = await AttemptAsync(subscription, delivery, body, cancellationToken);
        if (attempt.Succeeded)
        {
            await lanes.RecordAsync(subscription.Id, attempt, cancellationToken);
            await store.TryRecordAsync(
                subscription.Id,
                delivery,
                attempt,
                DeliveryState.Delivered,
                null,
                cancellationToken
            );
            HookworkMeter.Attempted(DeliveryState.Delivered);
            return;
        }

        Log.Failed(logger, delivery.Announcement.MessageId, subscription.Id, delivery.Attempts + 1, attempt.Failure);
        // The subscription may have another url or token by now. An answer to the former one does not count against it.
        if (
            await stored.GetAsync(subscription.Id, cancellationToken) is { } current
            && current.HasTargetOf(subscription)
        )
            await JudgeAsync(current, attempt, cancellationToken);
        else
            attempt = attempt with { RetryAfter = null };
        await FailAsync(subscription, delivery, attempt, cancellationToken);
    }

    /// <summary>Records what a failed attempt says of the target: its subscription may be disabled.</summary>
    private async Task JudgeAsync(Subscription subscription, Attempt attempt, CancellationToken cancellationToken)
    {
        var health = await lanes.RecordAsync(subscription.Id, attempt, cancellationToken);
        var now = time.GetUtcNow();
        if (attempt.IsGone)
            await DisableAsync(
                subscription,
                $"Its target answered 410 at {now:u}. {attempt.Error}".TrimEnd(),
                cancellationToken
            );
        else if (now - health.FailingSince >= TargetHealth.LongestFailure)
            await DisableAsync(
                subscription,
                $"Its target has failed since {health.FailingSince:u}; last: {attempt.Failure}",
                cancellationToken
            );
    }

    /// <summary>Records that a message cannot be composed: an attempt that does not count against the target.</summary>
    public Task FailAsync(
        Subscription subscription,
        PendingDelivery delivery,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        Log.Broken(logger, delivery.Announcement.MessageId, subscription.Id, delivery.Attempts + 1, exception);
        var reason = $"The message cannot be composed: {Printable.Escape(exception.Message)}";
        var attempt = new Attempt(time.GetUtcNow(), null, reason, 0, null);
        return FailAsync(subscription, delivery, attempt, cancellationToken);
    }

    /// <summary>Records a failed attempt: the delivery is due again, or given up.</summary>
    public async Task FailAsync(
        Subscription subscription,
        PendingDelivery delivery,
        Attempt attempt,
        CancellationToken cancellationToken
    )
    {
        var next = time.GetUtcNow() + RetrySchedule.After(delivery.Attempts + 1, attempt.RetryAfter);
        if (next is { } due)
            await lanes.WakeAsync(subscription.Id, due, cancellationToken);
        else if (await IsOwnAsync(subscription, delivery, cancellationToken))
            await ExhaustAsync(subscription, delivery, attempt, cancellationToken);
        await store.TryRecordAsync(
            subscription.Id,
            delivery,
            attempt,
            next is null ? DeliveryState.Failed : DeliveryState.Pending,
            next,
            cancellationToken
        );
        HookworkMeter.Attempted(next is null ? DeliveryState.Failed : "retried");
    }

    /// <summary>
    /// Whether nobody else took a delivery since this process claimed it. If an attempt and what it records take longer
    /// than the claim, another process may have delivered it.
    /// </summary>
    private async Task<bool> IsOwnAsync(
        Subscription subscription,
        PendingDelivery delivery,
        CancellationToken cancellationToken
    ) =>
        await store.FindPendingAsync(subscription.Id, delivery.Key, cancellationToken) is { } now
        && now.RowKey == delivery.RowKey
        && !(now.ClaimedUntil > delivery.ClaimedUntil);

    /// <summary>
    /// Sends, in a span whose context the target receives, so that its own trace can continue from there.
    /// </summary>
    private async Task<Attempt> AttemptAsync(
        Subscription subscription,
        PendingDelivery delivery,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        using var span = HookworkTraces.Start("webhook", ActivityKind.Client, delivery.Announcement.Traceparent);
        // A URL may contain secrets; its host does not.
        span?.SetTag("hookwork.subscription", subscription.Id)
            .SetTag("hookwork.message", delivery.Announcement.MessageId)
            .SetTag("hookwork.attempt", delivery.Attempts + 1)
            .SetTag("server.address", new Uri(subscription.Settings.Url!).Host);
        var attempt = await sender.SendAsync(subscription, delivery.Announcement.MessageId, body, cancellationToken);
        if (attempt.Status is { } status)
            span?.SetTag("http.response.status_code", status);
        if (!attempt.Succeeded)
            span.Failed(attempt.Failure);
        return attempt;
    }

    private async Task DisableAsync(Subscription subscription, string reason, CancellationToken cancellationToken)
    {
        // Other attempts were under way when it was disabled.
        if (subscription.Status == SubscriptionStatus.Disabled)
            return;
        // Announced first: a crash in between announces it twice under one id, rather than never.
        await queue.AnnounceAsync(
            [
                Operational(
                    WebhookType.SubscriptionDisabled,
                    $"disabled-{subscription.Id}-{time.GetUtcNow():yyyyMMddHHmm}",
                    new OperationalData(subscription.Id, subscription.Settings.Url, reason)
                ),
            ],
            TimeSpan.Zero,
            cancellationToken
        );
        if (await subscriptions.DisableAsync(subscription, reason, cancellationToken))
            Log.Disabled(logger, subscription.Id, reason);
    }

    private Task ExhaustAsync(
        Subscription subscription,
        PendingDelivery delivery,
        Attempt attempt,
        CancellationToken cancellationToken
    ) =>
        // A failed operational message must not cause another one, without end.
        WebhookType.IsOperational(delivery.Announcement.Type)
            ? Task.CompletedTask
            : queue.AnnounceAsync(
                [
                    Operational(
                        WebhookType.MessageExhausted,
                        // A replay that fails is announced too. After a crash, the same attempt is not announced again.
                        $"exhausted-{DeliveryStore.WebhookId(subscription.Id, delivery.Announcement.MessageId)}-{delivery.Due.ToUnixTimeSeconds()}",
                        new OperationalData(subscription.Id, subscription.Settings.Url, attempt.Failure)
                        {
                            Message = DeliveryStore.WebhookId(subscription.Id, delivery.Announcement.MessageId),
                            Type = delivery.Announcement.Type,
                            Attempts = delivery.Attempts + 1,
                        }
                    ),
                ],
                TimeSpan.Zero,
                cancellationToken
            );

    private static Announcement Operational(string type, string suffix, OperationalData data) =>
        new(type, 0, 0) { Suffix = suffix, Data = JsonSerializer.Serialize(data, WebhookJson.Default.OperationalData) };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Delivery of {Message} to {Subscription} failed, attempt {Attempt}: {Reason}")]
        public static partial void Failed(
            ILogger logger,
            string message,
            string subscription,
            int attempt,
            string reason
        );

        [LoggerMessage(
            LogLevel.Error,
            "Delivery of {Message} to {Subscription} failed, attempt {Attempt}: the message cannot be composed"
        )]
        public static partial void Broken(
            ILogger logger,
            string message,
            string subscription,
            int attempt,
            Exception exception
        );

        [LoggerMessage(LogLevel.Error, "Subscription {Subscription} is disabled: {Reason}")]
        public static partial void Disabled(ILogger logger, string subscription, string reason);
    }
}
