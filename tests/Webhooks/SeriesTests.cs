using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;

namespace Hookwork.Tests.Webhooks;

/// <summary>Series that are completed twice, late or never, and comments marked as addressed.</summary>
public sealed class SeriesTests
{
    [Fact]
    public async Task What_a_message_lacks_does_not_wait_for_the_server_for_ever()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"]}""");

        await world
            .Hooks.Deployment.Get<Fanout>()
            .RunAsync(
                [
                    new Announcement(WebhookType.SeriesCompleted, 14, 9100008)
                    {
                        Kind = ResourceKind.Series,
                        Id = 484000,
                    },
                ],
                default
            );

        var message = (await world.Hooks.Deployment.Archive.Refresh.ReceiveMessageAsync()).Value;
        var item = Assert.Single(RefreshQueue.Read(message.Body.ToString())!);
        Assert.Equal((ResourceKind.Series, 484000), (item.Kind, item.Id));
        Assert.False(item.WaitsAt(DateTimeOffset.UtcNow + TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task A_second_completion_is_sent_and_counted()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"]}""");
        await world.Hooks.RunAsync();
        world.Patchwork.Faults.Inject(Event(9999000, "series-completed", """{"series": {"id": 484000}}"""));

        await world.Hooks.RunAsync();

        Assert.Equal(["9100008", "9999000"], world.Target.Messages);
        Assert.Equal([1, 2], world.Target.Received.Select(item => item.Json["data"]!["completion"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Patches_are_in_order_though_their_dates_are_reversed_and_their_numbers_lack_a_space()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        for (var patch = 0; patch < 5; patch++)
            world.Patchwork.Administration.EditPatch(2170000 + patch, "name", $"[PATCH{5 - patch}/5] ring: tidy");
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"]}""");

        await world.Hooks.RunAsync();

        var patches = Assert.Single(world.Target.Received).Json["data"]!["patches"]!.AsArray();
        Assert.Equal([1, 2, 3, 4, 5], patches.Select(patch => (int)patch!["number"]!));
        var ids = patches.Select(patch => (long)patch!["id"]!).ToList();
        Assert.Equal([2170004, 2170003, 2170002, 2170001, 2170000], ids);
        await using var mirror = await ServedDeployment.StartAsync(world.Hooks.Deployment);
        var mbox = await mirror.Client.GetStringAsync("/series/484000/mbox/");
        Assert.Equal(
            ids.Select(id => $"X-Patchwork-Id: {id}"),
            mbox.Split('\n').Where(line => line.StartsWith("X-Patchwork-Id: ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task What_a_series_is_based_on_is_told_wherever_its_mails_say_it()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        var server = world.Patchwork.Administration;
        server.EditPatch(
            2170000,
            "headers",
            new JsonObject
            {
                ["Depends-On"] = new JsonArray("<a.1@b.example>", "https://pw.example/series/7/\n\t<a.2@b.example>"),
                ["X-Change-ID"] = "20260101-ring-0123456789ab",
            }
        );
        server.EditPatch(2170001, "content", "Tidy.\n---\nDepends-on: <a.1@b.example>\n\nbase-commit: 0123456789\n");
        server.EditPatch(2170002, "content", "Tidy.\n---\nprerequisite-patch-id: abcdef0123\n");
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"]}""");

        await world.Hooks.RunAsync();

        var received = Assert.Single(world.Target.Received);
        await NodeChecks.ValidateAsync("series.completed", received.Body);
        var data = received.Json["data"]!;
        Assert.Equal(
            [
                "message-id <a.1@b.example>",
                "series https://pw.example/series/7/",
                "message-id <a.2@b.example>",
                "commit 0123456789",
                "patch-id abcdef0123",
            ],
            data["based_on"]!.AsArray().Select(on => $"{on!["kind"]} {on["value"]}")
        );
        Assert.Equal("0123456789", (string?)data["base_commit"]);
        Assert.Equal("20260101-ring-0123456789ab", (string?)data["change_id"]);
    }

    [Fact]
    public async Task A_cover_letter_that_Patchwork_takes_for_a_patch_is_read_and_no_other_is_waited_for()
    {
        await using var world = await EventsTests.World.StartAsync(949, "2026-01-10T08:00:00", new TestClock());
        var server = world.Patchwork.Administration;
        // A pull request.
        server.EditPatch(2175537, "name", "[PULL,0/2] virtio queue");
        server.EditPatch(2175537, "content", "Please pull.\n\nbase-commit: 0123456789\n");
        // Of series 485814 and 485815.
        foreach (var (patch, name) in new[] { (2175538, "[PATCH] e1000: fix"), (2175539, "[PULL,1/2] docs: rename") })
        {
            server.EditPatch(patch, "name", name);
            server.EditPatch(
                patch,
                "headers",
                new JsonObject { ["In-Reply-To"] = "<20260110.pull-1-zoltan.kovari@dunavm.example>" }
            );
        }
        server.EditSeries(485815, "total", 2);
        var (subscription, _) = await world.Hooks.SubscribeAsync(
            world.Target.Url,
            """{"types": ["series.completed"]}"""
        );

        await world.Hooks.RunAsync();
        var (_, pending) = await world.Hooks.Deliveries.PendingAsync(subscription.Id, 2, default);
        await world.Hooks.PumpAsync(() => world.Target.Received.Count == 2);

        Assert.DoesNotContain(pending, delivery => delivery.IsSettling);
        Assert.Equal(
            ["485814:  ", "485815: 0123456789 https://git.example.org/vm/qemu.git tags/virtio-next"],
            world
                .Target.Received.Select(item => item.Json["data"]!)
                .Select(data => $"{data["series"]!["id"]}: {data["base_commit"]} {data["pull_url"]}")
                .Order()
        );
    }

    [Fact]
    public async Task A_series_that_is_not_complete_after_an_hour_is_told_of_once()
    {
        var clock = new TestClock();
        // Series 485789 has nine patches, of which one arrived.
        var (events, since) = await CreationAsync(485789);
        await using var world = await EventsTests.World.StartAsync(events, since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.incomplete", "series.completed"]}""");
        await world.Hooks.RunAsync();
        Assert.Empty(world.Target.Received);

        // The clock moves meanwhile, too.
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(55));
        Assert.Empty(world.Target.Received);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(6));
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromHours(2));

        var received = Assert.Single(world.Target.Received);
        await NodeChecks.ValidateAsync("series.incomplete", received.Body);
        Assert.Equal(
            (485789, 9, 1),
            (
                received.Json["data"]!["series"]!["id"]!.GetValue<int>(),
                received.Json["data"]!["series"]!["total"]!.GetValue<int>(),
                received.Json["data"]!["patches"]!.AsArray().Count
            )
        );
    }

    [Fact]
    public async Task A_series_that_began_in_an_outage_is_told_of_when_it_is_not_complete()
    {
        var clock = new TestClock();
        var (events, since) = await CreationAsync(485789);
        await using var world = await EventsTests.World.StartAsync(events, since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.incomplete"]}""");
        clock.Advance(TimeSpan.FromMinutes(30));
        await world.Hooks.RunAsync();

        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(61));
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);

        Assert.Equal(485789, (int)Assert.Single(world.Target.Received).Json["data"]!["series"]!["id"]!);
    }

    [Fact]
    public async Task A_series_is_not_told_of_as_incomplete_while_its_completion_may_be_unread_or_unfinished()
    {
        const long Series = 485789;
        var clock = new TestClock();
        var (events, since) = await CreationAsync(Series);
        await using var world = await EventsTests.World.StartAsync(events, since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.incomplete"]}""");
        await world.Hooks.RunAsync();
        var log = world.Hooks.Deployment.Get<EventLog>();

        // No poll came to the end since: the server did not answer, or no process ran.
        clock.Advance(TimeSpan.FromMinutes(61));
        await world.Hooks.Deployment.Get<WebhookSweep>().RunAsync(default);
        Assert.True(await IsDueAsync());

        // The event is read, as one of many.
        await world.Hooks.RunAsync();
        var completion = new NewEvent(
            14,
            9_199_999,
            "series-completed",
            since,
            "{}"u8.ToArray(),
            RefreshQueue.Write(new RefreshItem(ResourceKind.Series, Series, 14)),
            null
        );
        await log.AddAsync([completion], default);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(1));
        Assert.True(await IsDueAsync());
        Assert.Empty(world.Target.Received);

        await log.FinishAsync([new EventOutcome(14, completion.Id, EventStatus.Done, null)], default);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(1));
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);

        Assert.Equal(Series, (long)Assert.Single(world.Target.Received).Json["data"]!["series"]!["id"]!);

        async Task<bool> IsDueAsync() =>
            (await world.Hooks.Deployment.Get<Completions>().DueAsync(clock.GetUtcNow(), default)).Any(look =>
                look.Series == Series
            );
    }

    [Fact]
    public async Task A_comment_marked_as_addressed_is_told_of_each_time_the_mark_changes()
    {
        const long Patch = 2170004,
            Comment = 3600000;
        await using var world = await EventsTests.World.StartAsync(21);
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["comment.updated"]}""");
        await world.Hooks.RunAsync();
        Assert.Empty(world.Target.Received);

        foreach (var addressed in new[] { true, false })
        {
            await MarkAsync(world.Patchwork.Url, Patch, Comment, addressed);
            await RefreshAsync(world.Hooks, Patch);
            await RefreshAsync(world.Hooks, Patch);
        }

        Assert.Equal(
            [true, false],
            world.Target.Received.Select(item => item.Json["data"]!["comment"]!["addressed"]!.GetValue<bool>())
        );
        foreach (var received in world.Target.Received)
            await NodeChecks.ValidateAsync("comment.updated", received.Body);
        Assert.Equal(2, world.Target.Messages.Count);
    }

    [Fact]
    public async Task A_comment_is_announced_as_created_once_though_the_server_says_so_at_each_mark()
    {
        const long Patch = 2170004,
            Comment = 3600000;
        await using var world = await EventsTests.World.StartAsync(25);
        await world.Hooks.SubscribeAsync(
            world.Target.Url,
            """{"types": ["comment.updated", "patch-comment.created"]}"""
        );
        await world.Hooks.RunAsync();
        var created = Created();
        Assert.NotEmpty(created);

        foreach (var addressed in new[] { true, false })
        {
            await MarkAsync(world.Patchwork.Url, Patch, Comment, addressed);
            await world.Hooks.RunAsync();
        }

        Assert.Equal(created, Created());
        Assert.Equal(
            [true, false],
            world
                .Target.Received.Where(item => (string?)item.Json["type"] == "comment.updated")
                .Select(item => (bool)item.Json["data"]!["comment"]!["addressed"]!)
        );

        List<long> Created() =>
            [
                .. world
                    .Target.Received.Where(item => (string?)item.Json["type"] == "patch-comment.created")
                    .Select(item => (long)item.Json["data"]!["comment"]!["id"]!),
            ];
    }

    internal static Task MarkAsync(Uri server, long patch, long comment, bool addressed) =>
        Maintainer.SendAsync(server, HttpMethod.Patch, $"api/patches/{patch}/comments/{comment}/", new { addressed });

    internal static async Task RefreshAsync(Hooks hooks, long patch)
    {
        var item = new RefreshItem(ResourceKind.Patch, patch, 14)
        {
            Parts = Part.Comments,
            AsOf = DateTimeOffset.UtcNow,
        };
        await hooks.Deployment.Get<RefreshQueue>().SendAsync([item], TimeSpan.Zero, default);
        await hooks.Deployment.DrainAsync();
        await hooks.PumpAsync();
    }

    /// <summary>
    /// The number of events up to the creation of a series and its resources, and the date before it.
    /// </summary>
    internal static async Task<(int Events, string Since)> CreationAsync(long series)
    {
        await using var patchwork = await Hookwork.Recorded.RecordedPatchwork.StartAsync();
        using var client = new HttpClient { BaseAddress = patchwork.Url };
        for (var (page, seen) = (1, 0); ; page++)
        {
            var events = JsonNode
                .Parse(await client.GetStringAsync($"api/1.3/events/?order=date&per_page=250&page={page}"))!
                .AsArray();
            foreach (var e in events)
            {
                seen++;
                if (
                    e!["category"]!.GetValue<string>() == "series-created"
                    && e["payload"]!["series"]!["id"]!.GetValue<long>() == series
                )
                    return (seen, e["date"]!.GetValue<string>());
            }
        }
    }

    internal static JsonObject Event(long id, string category, string payload) =>
        new()
        {
            ["id"] = id,
            ["category"] = category,
            ["project"] = new JsonObject
            {
                ["id"] = 14,
                ["link_name"] = "qemu-devel",
                ["name"] = "QEMU Development",
            },
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff"),
            ["actor"] = null,
            ["payload"] = JsonNode.Parse(payload),
        };
}
