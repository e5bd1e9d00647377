using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary><c>series.state-changed</c>: each state that all patches came to, announced once.</summary>
public sealed class StateChangedTests
{
    [Fact]
    public async Task A_series_is_announced_once_when_its_last_patch_follows_the_others()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);

        await world.SetStateAsync("accepted", SeriesWorld.Patches.Skip(1));
        await world.Hooks.RunAsync();
        Assert.Empty(world.Target.Received);
        await world.SetStateAsync("accepted", SeriesWorld.Patches[0]);
        await world.Hooks.RunAsync();
        await world.Hooks.RunAsync();

        var received = Assert.Single(world.Target.Received);
        await NodeChecks.ValidateAsync(WebhookType.SeriesStateChanged, received.Body);
        Assert.Equal("series-484000-state-changed-1", received.MessageId);
        var data = received.Json["data"]!;
        Assert.Equal(("accepted", "new"), ((string)data["state"]!, (string)data["previous_state"]!));
        Assert.Equal(SeriesWorld.Series, (long)data["series"]!["id"]!);
        Assert.Equal(5, data["patches"]!.AsArray().Count);
        Assert.Equal("qemu-devel", (string)data["project"]!["link_name"]!);
    }

    [Fact]
    public async Task All_patches_that_change_at_once_make_one_message()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);

        await world.SetStateAsync("under-review", SeriesWorld.Patches);
        await world.Hooks.RunAsync();
        await world.SetStateAsync("accepted", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        Assert.Equal(
            ["new > under-review", "under-review > accepted"],
            world.Announced().Select(data => $"{data["previous_state"]} > {data["state"]}")
        );
    }

    [Fact]
    public async Task A_patch_that_goes_and_comes_back_makes_no_message()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);

        foreach (var state in (string[])["rejected", "new", "rfc", "new"])
        {
            await world.SetStateAsync(state, SeriesWorld.Patches[2]);
            await world.Hooks.RunAsync();
        }

        Assert.Empty(world.Target.Received);
    }

    [Fact]
    public async Task An_incomplete_series_is_not_announced()
    {
        // It has nine patches, of which one arrived.
        const long Incomplete = 485789;
        var (events, since) = await SeriesTests.CreationAsync(Incomplete);
        await using var world = await EventsTests.World.StartAsync(events, since);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.state-changed"]}""");
        await world.Hooks.RunAsync();
        var row = await world.Hooks.Deployment.Get<ResourceStore>().RowAsync(ResourceKind.Series, Incomplete, default);

        await SeriesWorld.SetStateAsync(world.Patchwork.Url, Assert.Single(row.Series), "accepted");
        await world.Hooks.RunAsync();

        Assert.Empty(world.Target.Received);
        var about = new Condition(WebhookType.SeriesStateChanged, SeriesWorld.Project, Incomplete, null);
        var announced = await world.Hooks.Deployment.Get<AnnouncedValueStore>().ReadAsync(about, default);
        Assert.Equal(("new", 0), (announced!.Value, announced.Number));
    }

    [Fact]
    public async Task A_series_from_before_the_archive_is_fetched_and_announced()
    {
        // The newest event is of another series.
        await using var world = await EventsTests.World.StartAsync(182, "now");
        await world.Hooks.RunAsync();
        var resources = world.Hooks.Deployment.Get<ResourceStore>();
        Assert.False((await resources.RowAsync(ResourceKind.Series, SeriesWorld.Series, default)).Exists);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.state-changed"]}""");

        foreach (var patch in SeriesWorld.Patches)
            await SeriesWorld.SetStateAsync(world.Patchwork.Url, patch, "accepted");
        await world.Hooks.RunToEndAsync();

        var data = Assert.Single(world.Target.Received).Json["data"]!;
        Assert.Equal("accepted", (string)data["state"]!);
        Assert.Equal(5, data["patches"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_patch_that_the_server_deleted_before_it_was_archived_does_not_delay_each_event_of_its_series()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);
        var deployment = world.Hooks.Deployment;
        var lost = SeriesWorld.Patches[4];
        world.Patchwork.Administration.DeletePatch(lost);
        await deployment.Archive.Patches.DeleteEntityAsync(Keys.Bucket(lost), Keys.Id(lost));
        var changed = new Announcement("patch.state-changed", SeriesWorld.Project, 1)
        {
            Kind = ResourceKind.Patch,
            Id = SeriesWorld.Patches[0],
            Waits = Announcement.MostWaits - 1,
        };

        await deployment.Get<Fanout>().RunAsync([changed], default);
        await deployment.DrainAsync();

        var series = await deployment.Get<ResourceStore>().RowAsync(ResourceKind.Series, SeriesWorld.Series, default);
        Assert.Contains(SeriesWorld.Patches[0], series.Series);
        Assert.DoesNotContain(lost, series.Series);
    }

    [Fact]
    public async Task A_patch_that_was_given_up_is_asked_for_and_does_not_delay_each_event_of_its_series()
    {
        await using var world = await SeriesWorld.StartAsync();
        var subscription = await world.SubscribeAsync(WebhookType.SeriesCompleted);
        var deployment = world.Hooks.Deployment;
        var lost = SeriesWorld.Patches[4];
        await deployment.Archive.Patches.DeleteEntityAsync(Keys.Bucket(lost), Keys.Id(lost));
        var item = new RefreshItem(ResourceKind.Patch, lost, SeriesWorld.Project);
        await deployment.Get<RefreshQueue>().GiveUpAsync(item, default);
        var completed = new Announcement(WebhookType.SeriesCompleted, SeriesWorld.Project, 9100008)
        {
            Kind = ResourceKind.Series,
            Id = SeriesWorld.Series,
        };

        await deployment.Get<Fanout>().RunAsync([completed], default);

        // It may have failed for moments only, so the message waits some seconds.
        Assert.Empty(await world.Hooks.ListAsync(subscription));
        await deployment.Get<Fanout>().RunAsync([completed with { Waits = 2 }], default);

        Assert.Single(await world.Hooks.ListAsync(subscription));
        await deployment.DrainAsync();
        Assert.True((await deployment.Get<ResourceStore>().RowAsync(ResourceKind.Patch, lost, default)).Exists);
    }

    [Fact]
    public async Task An_event_that_waits_for_its_series_is_not_matched_again()
    {
        await using var world = await EventsTests.World.StartAsync(182, "now");
        await world.Hooks.RunAsync();
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.state-changed"]}""");
        await using var other = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(
            other.Url,
            """{"types": ["patch.state-changed"], "query": "state:accepted"}"""
        );

        await SeriesWorld.SetStateAsync(world.Patchwork.Url, SeriesWorld.Patches[0], "under-review");
        await world.Hooks.RunAsync();
        await SeriesWorld.SetStateAsync(world.Patchwork.Url, SeriesWorld.Patches[0], "accepted");
        await world.Hooks.RunToEndAsync();

        Assert.Equal("accepted", (string)Assert.Single(other.Received).Json["data"]!["payload"]!["current_state"]!);
    }

    [Fact]
    public async Task A_query_and_a_project_pick_as_for_other_types_and_a_subscription_must_name_the_type()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged, """{"query": "dfn:hw/virtio/*"}""");
        await using var other = await Target.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged, """{"query": "dfn:nosuch/*"}""", other);
        await world.SubscribeAsync(WebhookType.SeriesStateChanged, """{"projects": ["uboot"]}""", other);
        await using var all = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(all.Url);

        await world.SetStateAsync("accepted", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        Assert.Equal("both", (string)Assert.Single(world.Target.Received).Json["data"]!["matched"]!);
        Assert.Empty(other.Received);
        Assert.NotEmpty(all.Received);
        Assert.DoesNotContain(all.Received, received => received.Type == WebhookType.SeriesStateChanged);
    }

    [Fact]
    public async Task Two_instances_that_look_at_once_and_events_that_repeat_make_one_message()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);
        var other = await world.AnotherAsync();
        await using var _ = other.Deployment;
        foreach (var state in (string[])["accepted", "rejected", "superseded"])
        {
            await world.SetStateAsync(state, SeriesWorld.Patches);
            await world.Hooks.Deployment.RunToIdleAsync();
            // Each event is announced twice.
            foreach (var message in (await world.Hooks.Deployment.Archive.Announcements.PeekMessagesAsync(32)).Value)
                await world.Hooks.Deployment.Archive.Announcements.SendMessageAsync(message.Body.ToString());

            await Task.WhenAll(world.Hooks.PumpAsync(), other.PumpAsync());
        }
        await world.Hooks.PumpAsync();

        Assert.Equal(["accepted", "rejected", "superseded"], world.Announced().Select(data => (string)data["state"]!));
        Assert.Equal(3, world.Target.Received.DistinctBy(received => (received.WebhookId, received.Body)).Count());
    }

    [Fact]
    public async Task A_message_that_was_not_queued_before_a_crash_is_announced_before_what_came_since()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);
        await world.SetStateAsync("accepted", SeriesWorld.Patches);
        await world.Hooks.RunAsync();
        var (about, announced) = (
            new Condition(WebhookType.SeriesStateChanged, SeriesWorld.Project, SeriesWorld.Series, null),
            (await world.RowAsync(WebhookType.SeriesStateChanged))!
        );
        // As a process leaves it that dies after it wrote the row.
        await world
            .Hooks.Deployment.Get<AnnouncedValueStore>()
            .TryWriteAsync(
                about,
                announced,
                announced with
                {
                    Value = "rejected",
                    Number = 2,
                    IsQueued = false,
                    Announcement = announced
                        .Announcement!.Replace("changed-1", "changed-2", StringComparison.Ordinal)
                        .Replace("accepted", "rejected", StringComparison.Ordinal),
                },
                default
            );

        await world.SetStateAsync("deferred", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        Assert.Equal(["accepted", "rejected", "deferred"], States(world));
        var last = Assert.Single(world.Target.Received, received => received.MessageId.EndsWith("-3"));
        Assert.Equal("rejected", (string)last.Json["data"]!["previous_state"]!);

        static IEnumerable<string> States(SeriesWorld world) =>
            world
                .Target.Received.OrderBy(received => received.MessageId, StringComparer.Ordinal)
                .Select(received => (string)received.Json["data"]!["state"]!);
    }

    [Fact]
    public async Task A_replay_sends_the_last_message_again_and_reaches_who_came_later()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);
        await world.SetStateAsync("accepted", SeriesWorld.Patches);
        await world.Hooks.RunAsync();
        await using var late = await Target.StartAsync();
        var subscription = await world.SubscribeAsync(WebhookType.SeriesStateChanged, target: late);

        await world
            .Hooks.Deployment.Get<Hookwork.Webhooks.Upkeep.Replays>()
            .BeginAsync(subscription.Id, new(world.Clock.GetUtcNow() - TimeSpan.FromHours(1), false, null), default);
        await world.Hooks.PumpAsync();

        Assert.Equal(Assert.Single(world.Target.Received).Body, Assert.Single(late.Received).Body);
    }
}
