using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Ingest.Polling;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>The webhooks of a deployment; the test runs the triggers.</summary>
internal sealed class Hooks(Deployment deployment)
{
    private readonly ConcurrentDictionary<string, (QueueClient Queue, QueueMessage Message)> _underWay = new(
        StringComparer.Ordinal
    );

    public static readonly IReadOnlyDictionary<string, string?> Local = new Dictionary<string, string?>
    {
        ["Hookwork:AllowedHosts"] = "127.0.0.1, localhost",
        ["Patchwork:TimeZone"] = "UTC",
    };

    /// <summary>The environment of a selfhost that is killed again and again: it polls and sweeps often.</summary>
    public static IReadOnlyDictionary<string, string> OfKilled(Uri patchwork, string storage)
    {
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = storage,
            ["Patchwork__Url"] = patchwork.ToString(),
            ["Patchwork__Since"] = "beginning",
            // Each kill leaves a slot leased for 15 s.
            ["Patchwork__Parallel"] = "64",
            ["PollSchedule"] = "*/2 * * * * *",
            ["Hookwork__SweepAfter"] = "00:00:03",
        };
        foreach (var (name, value) in Local)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value!;
        return settings;
    }

    public Deployment Deployment => deployment;

    public DeliveryStore Deliveries => deployment.Get<DeliveryStore>();

    /// <summary>Sets the timeout of targets.</summary>
    public static void Hasty(IServiceCollection services, TimeSpan timeout) =>
        services.AddSingleton(new WebhookSettings { AllowedHosts = ["127.0.0.1", "localhost"], Timeout = timeout });

    /// <summary>Sets the secrets with which pushed events are accepted.</summary>
    public static void Knowing(IServiceCollection services, IReadOnlyList<string> secrets) =>
        services.AddSingleton(new WebhookSettings { HookSecrets = secrets });

    public async Task<(Subscription Subscription, string Secret)> SubscribeAsync(string? url, string more = "{}")
    {
        var input = JsonNode.Parse(more)!.AsObject();
        input["url"] = url;
        return await deployment.Get<SubscriptionRegistry>().CreateAsync(input, default);
    }

    /// <summary>Ingests the server's visible events, and delivers the resulting messages.</summary>
    public async Task RunAsync()
    {
        await deployment.RunToIdleAsync();
        await PumpAsync();
    }

    /// <summary>Drains the visible messages of the webhook queues, and the refreshes that they request.</summary>
    public async Task PumpAsync()
    {
        var (deliver, wakes, slow) = (
            new DeliverWebhooks(deployment.Get<Fanout>(), deployment.Get<Outbox>()),
            deployment.Get<Wakes>(),
            deployment.Get<SlowSends>()
        );
        for (var worked = true; worked; )
        {
            worked = await WorkAsync(deployment.Archive.Announcements, message => deliver.RunAsync(message, default));
            worked |= await WorkAsync(
                deployment.Archive.Wakes,
                message => wakes.RunAsync(WebhookQueue.ReadWake(message)!, default)
            );
            if ((await deployment.Archive.Refresh.PeekMessagesAsync(1)).Value.Length > 0)
            {
                await deployment.DrainAsync();
                worked = true;
            }
            var ended = slow.EndedAsync();
            worked |= !ended.IsCompleted;
            await ended;
        }
    }

    /// <summary>Drains the queues until a condition holds that needs real time to pass.</summary>
    public async Task PumpAsync(Func<bool> until)
    {
        for (var deadline = Deadline.Start(); !until(); deadline.Check())
        {
            await PumpAsync();
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// Ingests the server's visible events, and delivers all resulting messages, including delayed ones.
    /// </summary>
    public async Task RunToEndAsync()
    {
        await RunAsync();
        for (
            var deadline = Deadline.Start();
            (await deployment.Archive.Announcements.GetPropertiesAsync()).Value.ApproximateMessagesCount > 0;
            deadline.Check()
        )
        {
            await Task.Delay(20);
            await PumpAsync();
        }
    }

    /// <summary>Advances the clock, and runs the work that becomes due.</summary>
    public async Task AdvanceAsync(TestClock clock, TimeSpan span)
    {
        clock.Advance(span);
        await SweepAsync();
        // Their wake messages are hidden in real time.
        foreach (var subscription in await deployment.Get<SubscriptionStore>().AllAsync(default))
            await deployment
                .Get<WebhookQueue>()
                .WakeAsync(new WakeMessage(subscription.Id, clock.GetUtcNow()), default);
        await PumpAsync();
    }

    /// <summary>Runs the timers' work, as if a poll had found nothing new.</summary>
    public async Task SweepAsync()
    {
        var now = deployment.Get<TimeProvider>().GetUtcNow();
        foreach (var cursor in await deployment.Get<CursorStore>().AllAsync(default))
            await deployment.Archive.Cursors.UpdateEntityAsync(
                new TableEntity("poll", Keys.Id(cursor.Project)) { ["CaughtUpAt"] = now },
                ETag.All
            );
        await deployment.Get<EventSweep>().RunAsync(default);
        await deployment.Get<WebhookSweep>().RunAsync(default);
        foreach (var sweep in deployment.Get<IEnumerable<ISweep>>())
            await sweep.RunAsync(default);
    }

    public async Task<IReadOnlyList<DeliveryView>> ListAsync(Subscription subscription) =>
        await deployment.Get<DeliveryHistory>().ListAsync(subscription.Id, null, null, null, default).ToListAsync();

    /// <summary>Makes the messages of a crashed process visible now, as if their leases had expired.</summary>
    public async Task RedeliverAsync()
    {
        await deployment.RedeliverAsync();
        foreach (var (queue, message) in _underWay.Values)
        {
            try
            {
                await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, TimeSpan.Zero);
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 400)
            {
                // The message was deleted before the crash.
            }
        }
        _underWay.Clear();
    }

    private async Task<bool> WorkAsync(QueueClient queue, Func<string, Task> work)
    {
        var worked = false;
        while (true)
        {
            QueueMessage[] messages = (await queue.ReceiveMessagesAsync(16, TimeSpan.FromMinutes(5))).Value;
            if (messages.Length == 0)
                return worked;
            worked = true;
            await Task.WhenAll(
                messages.Select(async message =>
                {
                    _underWay[message.MessageId] = (queue, message);
                    await work(message.Body.ToString());
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                    _underWay.TryRemove(message.MessageId, out var _);
                })
            );
        }
    }
}
