using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Tests.Catalog;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>Lost wakes, messages that cannot be built, and expiry, with a clock that the tests set.</summary>
public sealed class DeliveryUpkeepTests(TimedHooks shared) : IClassFixture<TimedHooks>, IAsyncLifetime
{
    private Hooks Hooks => shared.Hooks;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ForgetAsync();

    [Fact]
    public async Task A_delivery_whose_message_was_lost_is_found_by_the_sweep()
    {
        var works = false;
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, Volatile.Read(ref works) ? 200 : 500)
        );
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        works = true;
        await Hooks.Deployment.Archive.Wakes.ClearMessagesAsync();
        shared.Clock.Advance(TimeSpan.FromMinutes(1));
        await Hooks.PumpAsync();
        Assert.Single(target.Received);

        shared.Clock.Advance(TimeSpan.FromMinutes(5));
        await Hooks.SweepAsync();
        await Hooks.PumpAsync();

        Assert.Equal(DeliveryState.Delivered, Assert.Single(await Hooks.ListAsync(subscription)).State);
        Assert.Equal(2, target.Received.Count);
    }

    [Fact]
    public async Task A_message_wakes_a_subscription_twice_at_most_however_many_deliveries_it_leaves()
    {
        const int Most = 20;
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url, """{"rateLimit": 1}""");
        await Hooks.Deployment.Archive.Wakes.ClearMessagesAsync();

        await Hooks
            .Deployment.Get<Fanout>()
            .RunAsync(
                [
                    .. Enumerable
                        .Range(0, Most)
                        .Select(number => TimedHooks.Test(subscription) with { Suffix = $"limited-{number}" }),
                ],
                default
            );

        Assert.Equal(Most, (await Hooks.ListAsync(subscription)).Count);
        Assert.InRange((await Hooks.Deployment.Archive.Wakes.PeekMessagesAsync(32)).Value.Length, 1, 2);
    }

    [Fact]
    public async Task A_run_that_finds_no_free_slot_is_made_again()
    {
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var wakes = Hooks.Deployment.Archive.Wakes;
        await wakes.ClearMessagesAsync();
        var lane = Hooks.Deployment.Get<Lanes>().Of(subscription.Id);
        while (lane.TryEnter()) { }

        await shared.TestAsync(subscription);

        Assert.Empty(target.Received);
        Assert.Equal(1, (await wakes.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("wake")]
    public void What_is_no_wake_is_refused(string message) => Assert.Null(WebhookQueue.ReadWake(message));

    [Fact]
    public void What_a_newer_version_adds_to_a_message_is_ignored()
    {
        var wake = WebhookQueue.ReadWake("""{"subscription": "one", "at": "2026-01-31T00:00:00Z", "newer": {}}""");
        var announcements = WebhookQueue.ReadAnnouncements(
            """[{"type": "cover.created", "project": 14, "event": 7, "kind": "Cover", "newer": 1}]"""
        );

        Assert.Equal("one", wake?.Subscription);
        Assert.Equal((7, ResourceKind.Cover), announcements is [var one] ? (one.Event, one.Kind) : default);
    }

    [Fact]
    public async Task An_announcement_that_a_killed_process_had_in_hand_is_found_by_the_sweep()
    {
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var announcements = Hooks.Deployment.Archive.Announcements;
        await Hooks
            .Deployment.Get<WebhookQueue>()
            .AnnounceAsync([TimedHooks.Test(subscription)], TimeSpan.Zero, default);
        // As the runtime receives it: hidden from others for ten minutes.
        Assert.Single((await announcements.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(10))).Value);

        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(4));
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(4));

        Assert.Equal("webhook.test", Assert.Single(target.Received).Type);
        Assert.Empty(await Hooks.Deployment.Archive.Outbox.QueryAsync<TableEntity>().ToListAsync());
        await announcements.ClearMessagesAsync();
    }

    [Fact]
    public async Task An_announcement_that_the_runtime_gave_up_while_storage_failed_is_found_by_the_sweep()
    {
        var (storage, wire) = (await TestAzurite.NewAccountAsync(), new Wire());
        var timed = await TimedHooks.StartAsync(
            TimeSpan.FromSeconds(30),
            services => services.AddSingleton(wire.Connect(storage))
        );
        var deployment = timed.Hooks.Deployment;
        await using var target = await Target.StartAsync();
        var (subscription, _) = await timed.Hooks.SubscribeAsync(target.Url);
        await deployment.Get<WebhookQueue>().AnnounceAsync([TimedHooks.Test(subscription)], TimeSpan.Zero, default);
        var message = (await deployment.Archive.Announcements.ReceiveMessageAsync()).Value;
        var deliver = new DeliverWebhooks(deployment.Get<Fanout>(), deployment.Get<Outbox>());

        wire.Before = (request, _) =>
            request.Contains("batch", StringComparison.Ordinal)
                ? throw new RequestFailedException(503, "Storage is busy.")
                : Task.CompletedTask;
        await Assert.ThrowsAsync<RequestFailedException>(() => deliver.RunAsync(message.Body.ToString(), default));
        wire.Before = null;
        // As the runtime does after the last attempt.
        await deployment.Archive.Announcements.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        await timed.Hooks.AdvanceAsync(timed.Clock, TimeSpan.FromMinutes(4));

        Assert.Equal("webhook.test", Assert.Single(target.Received).Type);
        Assert.Empty(await deployment.Archive.Outbox.QueryAsync<TableEntity>().ToListAsync());
        await timed.DisposeAsync();
    }

    [Fact]
    public async Task A_replay_goes_on_once_storage_works_again_however_long_it_failed()
    {
        var (storage, wire) = (await TestAzurite.NewAccountAsync(), new Wire());
        var timed = await TimedHooks.StartAsync(
            TimeSpan.FromSeconds(30),
            services => services.AddSingleton(wire.Connect(storage))
        );
        var deployment = timed.Hooks.Deployment;
        await using var target = await Target.StartAsync();
        var (subscription, _) = await timed.Hooks.SubscribeAsync(target.Url);
        var (wakes, queue) = (deployment.Get<Wakes>(), deployment.Archive.Wakes);
        var wake = new WakeMessage(subscription.Id, timed.Clock.GetUtcNow())
        {
            Replay = new ReplayStep(timed.Clock.GetUtcNow().AddYears(-5), FailedOnly: false, After: null),
        };

        wire.Before = (request, _) =>
            request.Contains("/Events", StringComparison.Ordinal)
                ? throw new RequestFailedException(503, "Storage is busy.")
                : Task.CompletedTask;
        await wakes.RunAsync(wake, default);
        wire.Before = null;

        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        timed.Clock.Advance(TimeSpan.FromMinutes(1));
        await wakes.RunAsync(wake, default);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        await timed.DisposeAsync();
    }

    [Fact]
    public async Task An_announcement_that_kills_whoever_takes_it_is_queued_again_ten_times()
    {
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var announcements = Hooks.Deployment.Archive.Announcements;
        await Hooks
            .Deployment.Get<WebhookQueue>()
            .AnnounceAsync([TimedHooks.Test(subscription)], TimeSpan.Zero, default);
        var taken = 0;
        for (var sweep = 0; sweep < 13; sweep++)
        {
            taken += (await announcements.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(10))).Value.Length;
            shared.Clock.Advance(TimeSpan.FromMinutes(4));
            await Hooks.SweepAsync();
        }

        Assert.Equal(11, taken);
        Assert.Empty(await Hooks.Deployment.Archive.Outbox.QueryAsync<TableEntity>().ToListAsync());
        await announcements.ClearMessagesAsync();
    }

    [Theory]
    [InlineData(424242, 1, "a row that holds nonsense")]
    [InlineData(424243, 0, "a blob that is not there")]
    public async Task A_message_that_cannot_be_made_is_given_up_with_a_reason_and_holds_up_no_other(
        long patch,
        int parts,
        string blob
    )
    {
        await Hooks.Deployment.Archive.Patches.AddEntityAsync(
            new TableEntity(Keys.Bucket(patch), Keys.Id(patch))
            {
                ["JsonParts"] = parts,
                ["Json0"] = new byte[] { 1, 2, 3 },
                ["JsonBlob"] = blob,
            }
        );
        await using var target = await Target.StartAsync();
        await using var operators = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await Hooks.SubscribeAsync(operators.Url, """{"types": ["message.exhausted"]}""");

        await Hooks
            .Deployment.Get<WebhookQueue>()
            .AnnounceAsync(
                [
                    new Announcement("patch.created", 14, 77)
                    {
                        Kind = ResourceKind.Patch,
                        Id = patch,
                        Only = subscription.Id,
                    },
                    TimedHooks.Test(subscription),
                ],
                TimeSpan.Zero,
                default
            );
        await Hooks.PumpAsync();
        Assert.Equal("webhook.test", Assert.Single(target.Received).Type);
        foreach (var _ in RetrySchedule.Waits)
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromHours(13));

        var failed = Assert.Single(
            await Hooks.ListAsync(subscription),
            delivery => delivery.State == DeliveryState.Failed
        );
        Assert.Equal(RetrySchedule.Waits.Count, failed.Attempts);
        Assert.All(
            failed.LastAttempts,
            attempt => Assert.StartsWith("The message cannot be composed: ", attempt.Error, StringComparison.Ordinal)
        );
        var told = Assert
            .Single(operators.Received, item => (string)item.Json["data"]!["subscription"]! == subscription.Id)
            .Json["data"]!;
        Assert.Equal(
            (failed.Id, "patch.created", failed.LastAttempts[^1].Error),
            ((string)told["message"]!, (string)told["type"]!, (string)told["reason"]!)
        );
        // It does not affect the target's health.
        Assert.Equal(0, (await Hooks.Deliveries.HealthAsync(subscription.Id, default)).Failures);

        Assert.True(await Hooks.Deployment.Get<Replays>().OneAsync(subscription.Id, failed.Key, default));
        foreach (var _ in RetrySchedule.Waits)
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromHours(13));
        Assert.Equal(
            2,
            operators.Received.Count(item => (string)item.Json["data"]!["subscription"]! == subscription.Id)
        );
    }

    [Fact]
    public async Task A_mail_that_no_query_can_be_matched_with_is_recorded_for_who_has_none()
    {
        const long Patch = 424244;
        await Hooks.Deployment.Archive.Patches.AddEntityAsync(
            new TableEntity(Keys.Bucket(Patch), Keys.Id(Patch))
            {
                ["JsonParts"] = 1,
                ["Json0"] = new byte[] { 1, 2, 3 },
            }
        );
        await using var target = await Target.StartAsync();
        await Hooks.SubscribeAsync(target.Url, """{"query": "s:virtio"}""");
        // Subscriptions are in the order of their creation.
        shared.Clock.Advance(TimeSpan.FromSeconds(1));
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);

        var announced = new Announcement("patch.created", 14, 78) { Kind = ResourceKind.Patch, Id = Patch };
        await Assert.ThrowsAnyAsync<Exception>(() => Hooks.Deployment.Get<Fanout>().RunAsync([announced], default));

        Assert.Single(await Hooks.ListAsync(subscription));
    }

    [Fact]
    public async Task What_is_old_is_deleted_but_for_what_is_still_to_be_sent()
    {
        await using var target = await Target.StartAsync();
        var (sent, _) = await Hooks.SubscribeAsync(target.Url);
        var (paused, _) = await Hooks.SubscribeAsync(target.Url);
        await using var broken = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, 500));
        var (failing, _) = await Hooks.SubscribeAsync(broken.Url);
        var (polled, _) = await Hooks.SubscribeAsync(null);
        await shared.TestAsync(failing);
        foreach (var subscription in (Subscription[])[paused, failing])
            await Hooks.Deployment.Get<SubscriptionRegistry>().PauseAsync(subscription.Id, default);
        await shared.TestAsync(sent);
        await shared.TestAsync(paused);
        await shared.TestAsync(polled);
        shared.Clock.Advance(TimeSpan.FromDays(32));
        await shared.TestAsync(sent);
        await shared.TestAsync(polled);

        var day = PayloadStore.Partition(0, shared.Clock.GetUtcNow());
        await Hooks.Deployment.Get<WebhookSweep>().RunAsync(default);

        var pending = (await Hooks.ListAsync(paused)).Concat(await Hooks.ListAsync(failing)).ToList();
        Assert.Equal(2, pending.Count);
        await foreach (var body in Hooks.Deployment.Archive.Payloads.QueryAsync<TableEntity>())
            Assert.True(
                body.PartitionKey == day
                    || pending.Exists(item =>
                        body.RowKey.StartsWith(item.Id.Split('_', 3)[2], StringComparison.Ordinal)
                    )
            );
        Assert.True(
            Assert.Single(await Hooks.ListAsync(sent)).CreatedAt > shared.Clock.GetUtcNow() - TimeSpan.FromDays(2)
        );
        Assert.Equal(
            2,
            Assert.Single(await Hooks.Deployment.Get<MessageLog>().ReadAsync(polled.Id, 0, 10, default)).Number
        );
        Assert.Equal(DeliveryState.Pending, Assert.Single(await Hooks.ListAsync(paused)).State);
        await Hooks.Deployment.Get<SubscriptionRegistry>().ActivateAsync(paused.Id, default);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(5));
        Assert.Equal(3, target.Received.Count);
        await Hooks.Deployment.Get<SubscriptionRegistry>().ActivateAsync(failing.Id, default);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(5));
        Assert.Equal(2, broken.Received.Count);
        Assert.Single(broken.Received.Select(message => message.Body).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_sent_again_while_it_is_deleted_stays()
    {
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        var key = Assert.Single(await Hooks.ListAsync(subscription)).Key;
        var wire = new Wire();
        var history = new DeliveryHistory(new ArchiveStorage(wire.Connect(Hooks.Deployment.Storage)));
        wire.Before = async (request, _) =>
        {
            if (request.StartsWith("POST ", StringComparison.Ordinal))
                await Hooks.Deliveries.ReplayAsync(subscription.Id, key, shared.Clock.GetUtcNow(), default);
        };

        await history.PruneAsync(subscription.Id, shared.Clock.GetUtcNow().AddDays(1), default);

        Assert.Equal(DeliveryState.Pending, Assert.Single(await Hooks.ListAsync(subscription)).State);
    }

    [Fact]
    public async Task What_could_not_be_worked_off_shows_on_the_status()
    {
        await Hooks.Deployment.Archive.AnnouncementsPoison.SendMessageAsync("no announcement");

        var status = await Hooks.Deployment.Get<StatusReporter>().ReportAsync(default);

        Assert.Equal(1, Assert.Single(status.Queues, queue => queue.Name == "deliveries-poison").Messages);
        var failure = Assert.Single(status.Failures, failure => failure.What == "message no announcement");
        Assert.Equal("It is in deliveries-poison; the log says why.", failure.Reason);
        // The runtime's attempts for a message, set in host.json.
        Assert.Equal(20, failure.Attempts);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(Refresher.MostAttempts, Refresher.MostAttempts)]
    public async Task A_dead_lettered_refresh_shows_how_often_it_was_tried(int own, int expected)
    {
        var item = new RefreshItem(ResourceKind.Patch, 700 + own, 14) { Attempts = own };
        await Hooks.Deployment.Get<RefreshQueue>().GiveUpAsync(item, default);

        var status = await Hooks.Deployment.Get<StatusReporter>().ReportAsync(default);

        Assert.Equal(
            expected,
            Assert.Single(status.Failures, failure => failure.What == $"patch {700 + own}").Attempts
        );
    }
}
