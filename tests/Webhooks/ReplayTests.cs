using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Tests.Catalog;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>Replays over HTTP, also to subscriptions created after the events.</summary>
public sealed class ReplayTests
{
    private static readonly JsonObject s_everything = new() { ["since"] = "2025-01-01T00:00:00Z" };

    [Fact]
    public async Task Who_comes_late_gets_all_that_was_sent_to_others_updates_and_marks_included()
    {
        const long Patch = 2170012,
            Comment = 3600014;
        await using var host = await Running.StartAsync(LateCoverTests.BeforeLateCover, "2025-12-06T05:00:00");
        await host.Hooks.RunToEndAsync();
        host.Patchwork.Time.Advance(4);
        await host.Hooks.RunToEndAsync();
        await SeriesTests.MarkAsync(host.Patchwork.Url, Patch, Comment, true);
        await SeriesTests.RefreshAsync(host.Hooks, Patch);
        Assert.Superset(
            new HashSet<string>(["series.completed", "series.updated", "comment.updated", "check.created"]),
            host.There.Received.Select(item => item.Type).ToHashSet()
        );

        await host.ReplayTwiceAsync();
    }

    [Fact]
    public async Task Who_comes_late_hears_of_a_series_that_is_still_not_complete()
    {
        var (events, since) = await SeriesTests.CreationAsync(485789);
        await using var host = await Running.StartAsync(events, since);
        await host.Hooks.RunToEndAsync();
        await host.Hooks.AdvanceAsync(host.Clock, TimeSpan.FromHours(2));
        await host.Hooks.PumpAsync(() => host.There.Received.Any(item => item.Type == "series.incomplete"));

        await host.ReplayTwiceAsync();
    }

    [Fact]
    public async Task An_event_with_the_last_date_there_is_stops_no_replay()
    {
        var (events, since) = await SeriesTests.CreationAsync(485789);
        await using var host = await Running.StartAsync(events, since);
        var last = SeriesTests.Event(9999000, "series-created", """{"series": {"id": 485789}}""");
        last["date"] = "9999-12-31T23:59:59";
        host.Patchwork.Faults.Inject(last);
        await host.Hooks.RunToEndAsync();
        Assert.Contains("9999000", host.There.Messages);

        await host.ReplayTwiceAsync();
    }

    [Fact]
    public async Task An_event_that_the_server_deleted_is_not_replayed()
    {
        const long Qemu = 14;
        await using var host = await Running.StartAsync(WebhookHost.Events, "beginning");
        await host.Hooks.RunToEndAsync();
        var (deleted, events) = (long.Parse(host.There.Messages[0]), host.Hooks.Deployment.Get<EventLog>());
        var gone = new EventOutcome(Qemu, deleted, EventStatus.Gone, null) { IsDeleted = true };
        await events.FinishAsync([gone], default);
        // The refresh of a copy of its message ends later.
        await events.FinishAsync([new EventOutcome(Qemu, deleted, EventStatus.Done, null)], default);

        await using var late = await Target.StartAsync();
        var (path, _) = await host.Api.SubscribeAsync(new() { ["url"] = late.Url, ["settle"] = 0 });
        await host.Api.PostAsync($"{path}/replay", (JsonObject)s_everything.DeepClone());

        Assert.Equal(
            host.There.Messages.Skip(1).Order(StringComparer.Ordinal),
            late.Messages.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_message_that_cannot_be_composed_is_retried_alone_and_stops_no_replay()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        await world.Hooks.RunAsync();
        var deployment = world.Hooks.Deployment;
        var (subscription, _) = await world.Hooks.SubscribeAsync(null, """{"types": ["series.created"]}""");
        var broken = new TableEntity(Keys.Bucket(484000), Keys.Id(484000)) { ["Json0"] = "?"u8.ToArray() };
        await deployment.Archive.Series.UpsertEntityAsync(broken);

        await deployment.Get<Replays>().RunAsync(subscription, new ReplayStep(default, false, null), default);

        Assert.Single((await deployment.Archive.Announcements.PeekMessagesAsync(32)).Value);
    }

    [Fact]
    public async Task Events_that_a_subscription_does_not_take_are_not_read_for_its_replay()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        await world.Hooks.RunAsync();
        var deployment = world.Hooks.Deployment;
        var (subscription, _) = await world.Hooks.SubscribeAsync(null, """{"types": ["series.created"]}""");
        var others = await deployment
            .Archive.Events.QueryAsync<TableEntity>("Category eq 'patch-created'")
            .ToListAsync();
        Assert.NotEmpty(others);
        foreach (var row in others)
            await deployment.Archive.Events.UpdateEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey) { ["Json0"] = "?"u8.ToArray() },
                ETag.All
            );

        var failure = await Record.ExceptionAsync(() =>
            deployment.Get<Replays>().RunAsync(subscription, new ReplayStep(default, false, null), default)
        );

        Assert.Null(failure);
    }

    [Fact]
    public async Task A_step_that_takes_long_leaves_the_rest_to_another_one()
    {
        await using var host = await Running.StartAsync(WebhookHost.Events, "beginning");
        await host.Hooks.RunToEndAsync();
        var before = host.There.Received.Count;
        var deployment = host.Hooks.Deployment;
        var replays = ActivatorUtilities.CreateInstance<Replays>(
            deployment.Get<IServiceProvider>(),
            new SlowTime(host.Clock)
        );
        var subscription = Assert.Single(await deployment.Get<SubscriptionStore>().AllAsync(default));

        await replays.RunAsync(subscription, new ReplayStep(default, false, null), default);

        var wakes = (await deployment.Archive.Wakes.PeekMessagesAsync(32)).Value;
        Assert.Contains(wakes, message => WebhookQueue.ReadWake(message.Body.ToString())!.Replay?.After is not null);
        await host.Hooks.PumpAsync(() => host.There.Received.Count >= 2 * before);
        Assert.All(host.There.Received.GroupBy(item => item.WebhookId), message => Assert.Equal(2, message.Count()));
    }

    [Fact]
    public async Task What_has_no_event_is_sent_in_several_steps_where_it_takes_long()
    {
        await using var world = await EventsTests.World.StartAsync(1);
        var deployment = world.Hooks.Deployment;
        var (subscription, _) = await world.Hooks.SubscribeAsync(
            world.Target.Url,
            """{"types": ["comment.updated"]}"""
        );
        for (var comment = 1; comment <= 40; comment++)
        {
            var change = new Announcement(WebhookType.CommentUpdated, 14, 0)
            {
                Suffix = $"comment-{comment}-1",
                Kind = ResourceKind.Patch,
                Id = 1,
                Detail = comment,
            };
            await deployment.Get<CommentChanges>().AddAsync(change, "1", default);
        }
        var replays = ActivatorUtilities.CreateInstance<Replays>(
            deployment.Get<IServiceProvider>(),
            new SlowTime(TimeProvider.System)
        );

        await replays.RunAsync(subscription, new ReplayStep(default, false, null), default);
        Assert.Equal(32, (await world.Hooks.ListAsync(subscription)).Count);

        await world.Hooks.PumpAsync();
        Assert.Equal(40, (await world.Hooks.ListAsync(subscription)).Count);
    }

    [Fact]
    public async Task A_step_whose_process_was_killed_is_run_soon_and_once()
    {
        await using var host = await Running.StartAsync(WebhookHost.Events, "beginning", "patch.created");
        await host.Hooks.RunToEndAsync();
        var before = host.There.Received.Count;
        var deployment = host.Hooks.Deployment;
        var subscription = Assert.Single(await deployment.Get<SubscriptionStore>().AllAsync(default));
        await deployment.Get<Replays>().BeginAsync(subscription.Id, new ReplayStep(default, false, null), default);
        // As the runtime receives it: hidden from others for ten minutes.
        var hidden = (await deployment.Archive.Wakes.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(10)))
            .Value.Select(message => WebhookQueue.ReadWake(message.Body.ToString())!)
            .Single(wake => wake.Replay is not null);

        // Storage dates its rows by the clock of this machine.
        host.Clock.Set(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(4));
        foreach (var sweep in deployment.Get<IEnumerable<ISweep>>())
            await sweep.RunAsync(default);
        await host.Hooks.PumpAsync(() => host.There.Received.Count >= 2 * before);
        await deployment.Get<Wakes>().RunAsync(hidden, default);
        await host.Hooks.PumpAsync();

        Assert.All(host.There.Received.GroupBy(item => item.WebhookId), message => Assert.Equal(2, message.Count()));
        Assert.Empty(await deployment.Archive.Outbox.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_replay_that_ends_while_lost_steps_are_looked_for_is_not_begun_again()
    {
        await using var world = await EventsTests.World.StartAsync(1);
        var deployment = world.Hooks.Deployment;
        var (subscription, _) = await world.Hooks.SubscribeAsync(world.Target.Url);
        await deployment.Get<Replays>().BeginAsync(subscription.Id, new ReplayStep(default, false, null), default);
        // As the runtime receives it: hidden from others for ten minutes.
        var message = (await deployment.Archive.Wakes.ReceiveMessageAsync(TimeSpan.FromMinutes(10))).Value;
        var step = WebhookQueue.ReadWake(message.Body.ToString())!;
        var (wire, clock) = (new Wire(), new TestClock());
        // The sweep looks into the queue once it has read the rows.
        wire.Before = (request, _) =>
            request.Contains("peekonly", StringComparison.Ordinal)
                ? deployment.Get<Wakes>().RunAsync(step, default)
                : Task.CompletedTask;
        var archive = new ArchiveStorage(wire.Connect(deployment.Storage));
        clock.Advance(TimeSpan.FromMinutes(4));
        var sweep = ActivatorUtilities.CreateInstance<LostDeliveries>(
            deployment.Get<IServiceProvider>(),
            new WebhookQueue(archive, deployment.Get<Outbox>(), clock),
            clock
        );

        await sweep.RunAsync(default);

        Assert.Contains(wire.Requests, request => request.Contains("peekonly", StringComparison.Ordinal));
        Assert.Empty(await deployment.Archive.Outbox.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Only_what_failed_is_replayed_where_that_is_asked_for_and_one_where_one_is()
    {
        await using var host = await Running.StartAsync(WebhookHost.Events, "beginning", "patch.created");
        var refuses = true;
        host.There.Answer = context =>
        {
            var isRefused =
                Volatile.Read(ref refuses)
                && context.Request.Headers["webhook-id"].ToString().EndsWith("_9100002", StringComparison.Ordinal);
            context.Response.StatusCode = isRefused ? 400 : 204;
            return Task.CompletedTask;
        };
        await host.Hooks.RunToEndAsync();
        foreach (var _ in RetrySchedule.Waits)
            await host.Hooks.AdvanceAsync(host.Clock, TimeSpan.FromHours(13));
        var failed = Assert.Single((await host.DeliveriesAsync("?state=failed")).AsArray())!;
        Assert.Equal(8, (int)failed["attempts"]!);
        Volatile.Write(ref refuses, false);
        var before = host.There.Received.Count;

        await host.Api.PostAsync(
            $"{host.Path}/replay",
            new JsonObject { ["since"] = "2020-01-01T00:00:00Z", ["failedOnly"] = true }
        );
        await host.Hooks.AdvanceAsync(host.Clock, TimeSpan.FromMinutes(10));
        Assert.Equal("9100002", Assert.Single(host.There.Received.Skip(before)).MessageId);
        Assert.Empty((await host.DeliveriesAsync("?state=failed")).AsArray());

        var other = (await host.DeliveriesAsync("")).AsArray().Last()!;
        await host.Api.PostAsync($"{host.Path}/deliveries/{other["key"]}/replay");
        Assert.Equal((string)other["id"]!, host.There.Received.Last().WebhookId);
        Assert.Equal(before + 2, host.There.Received.Count);
        Assert.Equal(
            host.There.Messages.Count,
            host.There.Received.DistinctBy(item => (item.WebhookId, item.Body)).Count()
        );
    }

    /// <summary>A clock by which everything takes a minute.</summary>
    private sealed class SlowTime(TimeProvider clock) : TimeProvider
    {
        private long _minutes;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => Interlocked.Increment(ref _minutes) * 60 * TimestampFrequency;
    }

    /// <summary>A deployment with an early subscription to everything, and a late one.</summary>
    private sealed class Running : IAsyncDisposable
    {
        public required WebhookHost Api { get; init; }
        public required TestClock Clock { get; init; }
        public required Target There { get; init; }

        /// <summary>The early subscription.</summary>
        public required string Path { get; init; }

        public Hooks Hooks => Api.Hooks;
        public Hookwork.Recorded.RecordedPatchwork Patchwork => Api.Patchwork;

        public static async Task<Running> StartAsync(int events, string since, string? type = null)
        {
            var clock = new TestClock();
            var (api, there) = (await WebhookHost.StartAsync(events, since, clock), await Target.StartAsync());
            var (path, _) = await api.SubscribeAsync(
                new()
                {
                    ["url"] = there.Url,
                    ["settle"] = 0,
                    ["types"] = type is null ? null : new JsonArray(type),
                }
            );
            return new Running
            {
                Api = api,
                Clock = clock,
                There = there,
                Path = path,
            };
        }

        public async Task<JsonNode> DeliveriesAsync(string query) =>
            JsonNode.Parse(await Api.Client.GetStringAsync($"{Path}/deliveries{query}"))!;

        /// <summary>
        /// Replays everything twice to a new subscription: it receives each message twice, identical to the early
        /// subscription's.
        /// </summary>
        public async Task ReplayTwiceAsync()
        {
            await using var late = await Target.StartAsync();
            var (path, _) = await Api.SubscribeAsync(new() { ["url"] = late.Url, ["settle"] = 0 });
            await Api.PostAsync($"{path}/replay", (JsonObject)s_everything.DeepClone());
            Assert.Equal(
                There.Messages.Order(StringComparer.Ordinal),
                late.Received.Select(item => item.MessageId).Order(StringComparer.Ordinal)
            );

            await Api.PostAsync($"{path}/replay", (JsonObject)s_everything.DeepClone());
            await Hooks.PumpAsync(() => late.Received.Count >= 2 * There.Messages.Count);
            Assert.All(
                late.Received.GroupBy(item => (item.WebhookId, item.Body)),
                message => Assert.Equal(2, message.Count())
            );
            Assert.Equal(There.Messages.Count, late.Messages.Count);

            // A polling client gets each message once, however often it is replayed.
            var (polled, _) = await Api.SubscribeAsync([]);
            for (var time = 0; time < 2; time++)
                await Api.PostAsync($"{polled}/replay", (JsonObject)s_everything.DeepClone());
            List<string> bodies = [];
            for (var (after, page) = (0L, -1); page != 0; )
            {
                var answer = JsonNode.Parse(await Api.Client.GetStringAsync($"{polled}/messages?after={after}"))!;
                (after, page) = ((long)answer["next"]!, answer["messages"]!.AsArray().Count);
                bodies.AddRange(answer["messages"]!.AsArray().Select(message => (string)message!["body"]!));
            }
            Assert.Equal(
                late.Received.Select(item => item.Body).Distinct().Order(StringComparer.Ordinal),
                bodies.Order(StringComparer.Ordinal)
            );
        }

        public async ValueTask DisposeAsync()
        {
            await Api.DisposeAsync();
            await There.DisposeAsync();
        }
    }
}
