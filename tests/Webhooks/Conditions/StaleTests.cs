using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary><c>series.stale</c>: nothing happened for days, announced once for each silence.</summary>
public sealed class StaleTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_quiet_series_is_announced_once_for_each_silence()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStale);
        await using var soon = await Target.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStale, """{"staleDays": 3}""", soon);
        var began = world.Clock.GetUtcNow();
        world.Review("Thanks!", SeriesWorld.Patches[0]);
        await world.Hooks.RunAsync();

        for (var day = 1; day <= 13; day++)
            await world.Hooks.AdvanceAsync(world.Clock, Day);
        Assert.Empty(world.Target.Received);
        Assert.Equal("series-484000-stale-3-1", Assert.Single(soon.Received).MessageId);
        await world.Hooks.AdvanceAsync(world.Clock, Day + TimeSpan.FromHours(1));
        await world.Hooks.AdvanceAsync(world.Clock, 20 * Day);

        var received = Assert.Single(world.Target.Received);
        await NodeChecks.ValidateAsync(WebhookType.SeriesStale, received.Body);
        var data = received.Json["data"]!;
        Assert.Equal(14, (int)data["days"]!);
        Assert.InRange(
            DateTimeOffset.Parse((string)data["last_activity"]!, null),
            began - TimeSpan.FromSeconds(1),
            began + TimeSpan.FromMinutes(1)
        );

        await world.CheckAsync(SeriesWorld.Patches[1], "build", "success");
        await world.Hooks.RunAsync();
        await world.Hooks.AdvanceAsync(world.Clock, 13 * Day);
        Assert.Single(world.Target.Received);
        await world.Hooks.AdvanceAsync(world.Clock, Day + TimeSpan.FromHours(1));
        Assert.Equal([1, 2], world.Announced().Select(announced => (int)announced["ordinal"]!));
        Assert.Equal([1, 2], world.Announced(soon).Select(announced => (int)announced["ordinal"]!));
    }

    [Fact]
    public async Task What_happens_meanwhile_starts_the_count_anew()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStale, """{"staleDays": 5}""");
        for (var some = 0; some < 4; some++)
        {
            await world.SetStateAsync("under-review", SeriesWorld.Patches[some]);
            await world.Hooks.RunAsync();
            await world.Hooks.AdvanceAsync(world.Clock, 4 * Day);
        }
        Assert.Empty(world.Target.Received);

        await world.Hooks.AdvanceAsync(world.Clock, 2 * Day);

        Assert.Single(world.Target.Received);
    }

    [Fact]
    public async Task A_series_that_waits_for_nobody_is_not_stale()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStale, """{"staleDays": 1}""");
        await world.SetStateAsync("accepted", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        await world.Hooks.AdvanceAsync(world.Clock, 3 * Day);

        Assert.Empty(world.Target.Received);
    }

    [Fact]
    public async Task Nothing_is_watched_where_nobody_asks_for_it()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.Hooks.SubscribeAsync(world.Target.Url);
        world.Review("Thanks!", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        Assert.Empty(await LooksAsync(world));
        var subscription = await world.SubscribeAsync(WebhookType.SeriesStale);
        world.Review("Thanks again!", SeriesWorld.Patches);
        await world.Hooks.RunAsync();
        Assert.InRange((await LooksAsync(world)).Count, 1, 2);

        // Who no longer asks gets no message, and the series is not watched on.
        await world.Hooks.Deployment.Get<SubscriptionStore>().DeleteAsync(subscription.Id, default);
        await world.Hooks.AdvanceAsync(world.Clock, 15 * Day);
        Assert.Empty(await LooksAsync(world));
    }

    [Fact]
    public async Task A_run_without_anything_due_costs_no_request_more_than_without_the_type()
    {
        await using var world = await SeriesWorld.StartAsync();
        var wire = new Wire();
        await using var counted = await Deployment.StartAsync(
            world.Patchwork.Url,
            world.Hooks.Deployment.Storage,
            world.Clock,
            Hooks.Local,
            policy: wire
        );
        var sweep = counted.Get<WebhookSweep>();
        await sweep.RunAsync(default);
        var before = wire.Requests.Count;
        await sweep.RunAsync(default);
        var idle = wire.Requests.Count - before;
        await world.SubscribeAsync(WebhookType.SeriesStale);
        world.Review("Thanks!", SeriesWorld.Patches);
        await world.Hooks.RunAsync();
        Assert.NotEmpty(await LooksAsync(world));

        before = wire.Requests.Count;
        await sweep.RunAsync(default);

        Assert.Equal(idle, wire.Requests.Count - before);
    }

    [Fact]
    public async Task A_replay_watches_the_series_of_older_events()
    {
        await using var world = await SeriesWorld.StartAsync();
        var subscription = await world.SubscribeAsync(WebhookType.SeriesStale);
        await world.Hooks.SweepAsync();

        await world
            .Hooks.Deployment.Get<Replays>()
            .BeginAsync(
                subscription.Id,
                new ReplayStep(DateTimeOffset.Parse("2025-12-01Z", null), false, null),
                default
            );
        await world.Hooks.PumpAsync();
        await world.Hooks.SweepAsync();
        await world.Hooks.PumpAsync();

        var data = Assert.Single(world.Announced());
        Assert.Equal("2025-12-01T16:55:51.008539Z", (string)data["last_activity"]!);
    }

    [Fact]
    public async Task Two_runs_at_once_make_one_message()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStale);
        var other = await world.AnotherAsync();
        await using var _ = other.Deployment;
        world.Review("Thanks!", SeriesWorld.Patches[0]);
        await world.Hooks.RunAsync();
        world.Clock.Advance(16 * Day);

        await Task.WhenAll(world.Hooks.SweepAsync(), other.SweepAsync());
        await Task.WhenAll(world.Hooks.PumpAsync(), other.PumpAsync());

        Assert.Single(world.Announced());
    }

    [Fact]
    public async Task A_series_is_not_stale_while_an_event_of_its_mails_is_unfinished()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStale);
        world.Review("Thanks!", SeriesWorld.Patches[0]);
        await world.Hooks.RunAsync();
        world.Clock.Advance(16 * Day);
        await world.Hooks.RunAsync();
        var (log, sweep) = (world.Hooks.Deployment.Get<EventLog>(), world.Hooks.Deployment.Get<WebhookSweep>());

        // After an outage it is one of many.
        var comment = new NewEvent(
            SeriesWorld.Project,
            9_999_000,
            "patch-comment-created",
            "2026-01-01T00:00:00",
            "{}"u8.ToArray(),
            RefreshQueue.Write(new RefreshItem(ResourceKind.Patch, SeriesWorld.Patches[1], SeriesWorld.Project)),
            null
        );
        await log.AddAsync([comment], default);
        await sweep.RunAsync(default);
        await world.Hooks.PumpAsync();
        Assert.Empty(world.Target.Received);

        await log.FinishAsync([new EventOutcome(SeriesWorld.Project, comment.Id, EventStatus.Done, null)], default);
        await sweep.RunAsync(default);
        await world.Hooks.PumpAsync();
        Assert.Single(world.Announced());
    }

    private static async Task<IReadOnlyList<long>> LooksAsync(SeriesWorld world) =>
        [
            .. (
                await world
                    .Hooks.Deployment.Get<Hookwork.Webhooks.Payloads.Completions>()
                    .DueAsync(world.Clock.GetUtcNow() + TimeSpan.FromDays(400), default)
            ).Select(look => look.Series),
        ];
}
