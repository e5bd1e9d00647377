using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Ingest.Refreshing;
using Hookwork.Telemetry;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// Delivers each announcement to each matching subscription.
/// </summary>
public sealed partial class Fanout(
    SubscriptionStore subscriptions,
    Lanes lanes,
    SlowSends slow,
    Drainer drainer,
    FirstAttempts first,
    MessageBodies bodies,
    EventMails mails,
    SeriesData series,
    SeriesUpdates updates,
    MissingPrerequisites prerequisites,
    SeriesConditions conditions,
    RefreshQueue refresh,
    WebhookQueue queue,
    SubscriptionQueries queries,
    TimeProvider time,
    ILogger<Fanout> logger
)
{
    /// <summary>
    /// How long missing resources of a message wait for a server that is down. Each retry asks for them again, so
    /// resources that a bot wall blocks for ever would fill the queue.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The waits, three seconds in all, for what was given up: it may have failed only briefly.</summary>
    private const int WaitsForGivenUp = 2;

    /// <summary>Delivers the announcements of a message. Idempotent.</summary>
    public async Task RunAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancellationToken) =>
        await RunAsync(
            announcements,
            await subscriptions.AllAsync(cancellationToken),
            isMessage: true,
            cancellationToken
        );

    /// <summary>Delivers announcements. Idempotent.</summary>
    /// <param name="all">Every subscription.</param>
    /// <param name="isMessage">Whether they are a message, which is delivered again if it fails.</param>
    public async Task RunAsync(
        IReadOnlyList<Announcement> announcements,
        IReadOnlyList<Subscription> all,
        bool isMessage,
        CancellationToken cancellationToken
    )
    {
        var begun = new BegunDeliveries(lanes);
        try
        {
            foreach (var item in announcements)
            {
                try
                {
                    await DeliverAsync(
                        item,
                        [.. all.Where(subscription => item.Only is null || item.Only == subscription.Id)],
                        begun,
                        cancellationToken
                    );
                }
                // An announcement that fails must not delay the others. Queued as a message of its own, only it is
                // dead-lettered.
                catch (Exception exception)
                    when ((!isMessage || announcements.Count > 1) && PayloadSource.IsLasting(exception))
                {
                    Log.Broken(logger, item.MessageId, exception);
                    await queue.AnnounceAsync([item], TimeSpan.Zero, cancellationToken);
                }
            }
        }
        finally
        {
            await begun.EndAsync(slow, drainer, cancellationToken);
        }
    }

    private async Task DeliverAsync(
        Announcement announced,
        IReadOnlyList<Subscription> all,
        BegunDeliveries begun,
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
            if (!item.IsTold && await TellAsync(item, all, begun, cancellationToken))
                return;
            // A replay checks what the archive has, and fetches nothing.
            if (
                item is { Again: false, Waits: < Announcement.MostWaits }
                && await conditions.LackedAsync(item, all, cancellationToken) is { Count: > 0 } lacked
                && await FetchAsync(item with { IsTold = true }, lacked, cancellationToken)
            )
                return;
            await conditions.LookAsync(item, all, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Failed(exception.Message);
            throw;
        }
    }

    /// <summary>Sends the messages of an announcement.</summary>
    /// <returns>Whether it waits for something, and is announced again.</returns>
    private async Task<bool> TellAsync(
        Announcement item,
        IReadOnlyList<Subscription> all,
        BegunDeliveries begun,
        CancellationToken cancellationToken
    )
    {
        if (await updates.OfAsync(item, all, cancellationToken) is not { } derived)
        {
            await WaitAsync(item, cancellationToken);
            return true;
        }
        foreach (var (update, to) in derived)
            await SendAsync(update, to, begun, cancellationToken);
        return await SendAsync(item, [.. all.Where(item.IsFor)], begun, cancellationToken);
    }

    /// <summary>Sends a message to subscriptions.</summary>
    /// <returns>Whether it waits for something, and is announced again.</returns>
    private async Task<bool> SendAsync(
        Announcement item,
        IReadOnlyList<Subscription> to,
        BegunDeliveries begun,
        CancellationToken cancellationToken
    )
    {
        // If a prerequisite arrived, the work below is needed even if no subscription gets a message: a series that
        // lacks nothing any more must be forgotten.
        if (to.Count == 0 && item.Arrived is null)
            return false;
        var isSeries = item is { Kind: ResourceKind.Series, Id: > 0 };
        var mayWait = isSeries && item.Waits < Announcement.MostWaits;
        if (
            mayWait
            && await series.MissingAsync(item.Project, item.Id, item.WaitsLast, cancellationToken)
                is { Count: > 0 } missing
            && await FetchAsync(item, missing, cancellationToken)
        )
            return true;

        var message = new AnnouncedMessage(item);
        List<(Subscription To, string? Matched)> concerned = [];
        var failures = await EachAsync(
            to,
            async subscription =>
            {
                if (await MatchAsync(message, subscription, cancellationToken) is (true, var matched))
                    concerned.Add((subscription, matched));
            }
        );
        if (isSeries && (concerned.Count > 0 || item.Arrived is not null))
        {
            try
            {
                message.Settles = await SettlesAsync(message, cancellationToken);
            }
            catch (CatalogNotReadyException) when (mayWait)
            {
                await WaitAsync(item, cancellationToken);
                return true;
            }
        }
        failures =
        [
            .. failures,
            .. await EachAsync(
                concerned,
                one => first.BeginAsync(message, one.To, one.Matched, begun, cancellationToken)
            ),
        ];
        if (failures is [var failure, ..])
            ExceptionDispatchInfo.Throw(failure);
        await prerequisites.ForgetArrivedAsync(message, cancellationToken);
        return false;
    }

    /// <summary>Acts for each subscription, even if that fails for some.</summary>
    /// <returns>The failures that a retry would repeat.</returns>
    private static async Task<IReadOnlyList<Exception>> EachAsync<T>(IReadOnlyList<T> all, Func<T, Task> act)
    {
        List<Exception> failures = [];
        foreach (var one in all)
        {
            try
            {
                await act(one);
            }
            catch (Exception exception) when (PayloadSource.IsLasting(exception))
            {
                failures.Add(exception);
            }
        }
        return failures;
    }

    /// <summary>
    /// Fetches what an announcement lacks, and announces it again. What was given up before is not waited for long,
    /// which would delay each message about its series.
    /// </summary>
    /// <returns>Whether it is announced again.</returns>
    private async Task<bool> FetchAsync(
        Announcement item,
        IReadOnlyList<RefreshItem> missing,
        CancellationToken cancellationToken
    )
    {
        var waits = item.Waits != WaitsForGivenUp || !await refresh.AreGivenUpAsync(missing, cancellationToken);
        var until = time.GetUtcNow() + LongestWait;
        await refresh.SendAsync(
            [.. missing.Select(part => part with { Until = until })],
            TimeSpan.Zero,
            cancellationToken
        );
        if (waits)
            await WaitAsync(item, cancellationToken);
        return waits;
    }

    /// <summary>Announces an announcement again, after a wait for what it needs.</summary>
    private Task WaitAsync(Announcement item, CancellationToken cancellationToken) =>
        queue.AnnounceAsync([item with { Waits = item.Waits + 1 }], item.NextWait, cancellationToken);

    /// <summary>
    /// Whether a cover letter or a prerequisite of a series may still arrive. Composes the data of the message.
    /// </summary>
    private async Task<bool> SettlesAsync(AnnouncedMessage message, CancellationToken cancellationToken)
    {
        var item = message.Item;
        try
        {
            await bodies.ComposeAsync(message, cancellationToken);
        }
        catch (Exception exception)
            when (exception is not CatalogNotReadyException && PayloadSource.IsLasting(exception))
        {
            // Composed, logged and retried for each subscription.
            return false;
        }
        var lacks = await prerequisites.AreMissingAsync(message, cancellationToken);
        return item is { Type: WebhookType.SeriesCompleted, Settles: true }
            && (lacks || await series.LacksCoverAsync(item.Id, cancellationToken));
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The body of {Message} cannot be composed; it is retried alone")]
        public static partial void Broken(ILogger logger, string message, Exception exception);
    }
}
