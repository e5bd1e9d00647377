using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Ingest.Refreshing;
using Hookwork.Tests.Recorded;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>Series whose prerequisites arrive after them.</summary>
public sealed class PrerequisiteUpdatesTests
{
    private const string Types = """["series.completed", "series.updated"]""";

    // Series 484003 is completed by event 104, its cover letter is event 106, 484004 is completed by event 124, and its cover
    // letter is event 126.
    private const int Before = 106;
    private const int After = 126;
    private const string Since = "2025-12-07T02:24:00";

    [Theory]
    [InlineData("Depends-on: series-484004")]
    [InlineData("Depends-on: <{msgid}>")]
    public async Task A_prerequisite_that_comes_too_late_is_told_of_once(string basis)
    {
        var clock = new TestClock();
        await using var world = await StartAsync(basis, clock);
        await using var hasty = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(hasty.Url, $$"""{"types": {{Types}}, "settle": 0}""");
        var (patient, _) = await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");

        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => hasty.Received.Count == 1);
        Assert.Equal(["unresolved"], Statuses(hasty.Received.First()));
        Assert.Empty(world.Target.Received);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(61));
        Assert.Equal(["unresolved"], Statuses(Assert.Single(world.Target.Received)));

        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => Updated(hasty) && Updated(world.Target));
        await world.Hooks.RunToEndAsync();

        foreach (var target in (Target[])[hasty, world.Target])
        {
            var update = Assert.Single(target.Received, item => item.Type == "series.updated");
            await NodeChecks.ValidateAsync("series.updated", update.Body);
            Assert.Equal(484003, (int)update.Json["data"]!["series"]!["id"]!);
            Assert.Equal(["found"], Statuses(update));
        }
        Assert.Empty(await world.Hooks.Deployment.Get<AwaitedPrerequisites>().AllAsync(default));
    }

    [Fact]
    public async Task What_arrived_is_awaited_until_the_message_about_it_is_recorded()
    {
        await using var world = await StartAsync("Depends-on: series-484004", new TestClock());
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"], "settle": 0}""");
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);
        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunToEndAsync();
        var deployment = world.Hooks.Deployment;
        var (awaited, missing) = (deployment.Get<AwaitedPrerequisites>(), deployment.Get<MissingPrerequisites>());
        var series = Assert.Single(await awaited.AllAsync(default));
        var arrival = new Announcement(WebhookType.SeriesCompleted, series.Project, 9100123);
        var update = Announcer.UpdateOf(arrival, series.Project, series.Series) with { Arrived = 484004 };
        var message = new AnnouncedMessage(update);
        await deployment.Get<MessageBodies>().ComposeAsync(message, default);

        Assert.False(await missing.AreMissingAsync(message, default));
        Assert.Single(await awaited.AllAsync(default));
        await missing.ForgetArrivedAsync(message, default);
        Assert.Empty(await awaited.AllAsync(default));
    }

    [Fact]
    public async Task What_arrived_in_part_is_not_waited_for()
    {
        await using var world = await StartAsync("Depends-on: series-484004", new TestClock());
        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunToEndAsync();
        var deployment = world.Hooks.Deployment;
        world.Patchwork.Administration.DeletePatch(2170024);
        var series = new RefreshItem(ResourceKind.Series, 484004, 14)
        {
            Parts = Part.Detail,
            AsOf = DateTimeOffset.UtcNow,
        };
        await deployment.Get<Refresher>().RunAsync([series], default);
        var arrival = new Announcement("cover.created", 14, 9100125);
        var message = new AnnouncedMessage(Announcer.UpdateOf(arrival, 14, 484003) with { Arrived = 484004 });
        await deployment.Get<MessageBodies>().ComposeAsync(message, default);

        Assert.True(await deployment.Get<MissingPrerequisites>().AreMissingAsync(message, default));
    }

    [Theory]
    [InlineData(WebhookType.SeriesCompleted, 1)]
    [InlineData("cover.created", 0)]
    public async Task Who_waits_for_the_rest_of_a_series_is_told_of_its_patches_only(string arrives, int told)
    {
        await using var world = await StartAsync("Depends-on: series-484004", new TestClock());
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.updated"]}""");
        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunToEndAsync();
        var deployment = world.Hooks.Deployment;
        await deployment
            .Get<AwaitedPrerequisites>()
            .AddAsync(new AwaitedSeries(14, 484003, 9100103, [PrerequisiteFinder.SeriesName(484004)]), default);

        var updates = await deployment
            .Get<MissingPrerequisites>()
            .UpdatesAsync(
                new Announcement(arrives, 14, 9100125),
                484004,
                await deployment.Get<SubscriptionStore>().AllAsync(default),
                default
            );

        Assert.Equal(told, updates.Count);
    }

    // The catalog finds them, which follows the time of Storage: so the clock is that.
    [Theory]
    [InlineData("prerequisite-patch-id: {patchid}")]
    [InlineData("prerequisite-change-id: 20260101-dirty-0123456789ab:v1")]
    public async Task What_only_the_catalog_knows_is_told_of_too(string basis)
    {
        await using var world = await StartAsync(basis, null);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}, "settle": 0}""");

        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);
        Assert.Equal(["unresolved"], Statuses(Assert.Single(world.Target.Received)));
        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => Updated(world.Target));

        var update = Assert.Single(world.Target.Received, item => item.Type == "series.updated");
        Assert.Equal(["found"], Statuses(update));
    }

    [Fact]
    public async Task A_version_that_is_not_the_named_one_is_not_what_is_waited_for()
    {
        await using var world = await StartAsync("prerequisite-change-id: 20260101-dirty-0123456789ab:v2", null);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}, "settle": 0}""");
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);

        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunToEndAsync();

        Assert.DoesNotContain(world.Target.Received, item => item.Type == "series.updated");
        Assert.Single(await world.Hooks.Deployment.Get<AwaitedPrerequisites>().AllAsync(default));
    }

    [Fact]
    public async Task A_prerequisite_that_comes_in_time_is_in_the_message_of_the_completion()
    {
        var clock = new TestClock();
        await using var world = await StartAsync("Depends-on: series-484004", clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");

        await world.Hooks.RunToEndAsync();
        Assert.Empty(world.Target.Received);
        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunToEndAsync();
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(61));

        var told = Assert.Single(world.Target.Received, item => (int)item.Json["data"]!["series"]!["id"]! == 484003);
        Assert.Equal("series.completed", told.Type);
        Assert.Equal(["found"], Statuses(told));
        Assert.Empty(await world.Hooks.Deployment.Get<AwaitedPrerequisites>().AllAsync(default));
    }

    [Fact]
    public async Task A_catalog_that_is_slow_when_the_wait_ends_is_no_failed_attempt()
    {
        var clock = new TestClock();
        await using var world = await StartAsync("prerequisite-change-id: 20260101-dirty-0123456789ab:v1", clock);
        var (subscription, _) = await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await world.Hooks.RunToEndAsync();

        clock.Elapsing = Catalogs.LongestLoad;
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(61));
        Assert.Empty(world.Target.Received);
        clock.Elapsing = null;
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(1));

        Assert.Equal(["unresolved"], Statuses(Assert.Single(world.Target.Received)));
        Assert.Equal(1, Assert.Single(await world.Hooks.ListAsync(subscription)).Attempts);
    }

    [Fact]
    public async Task Who_waits_for_two_is_told_of_both_by_the_completion_alone()
    {
        // Series 484005 is completed by event 146, and its cover letter is event 149.
        const int Both = 149;
        var clock = new TestClock();
        await using var world = await StartAsync("Depends-on: series-484004, series-484005", clock);
        await using var hasty = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(hasty.Url, $$"""{"types": {{Types}}, "settle": 0}""");
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => hasty.Received.Count == 1);

        world.Patchwork.Time.Advance(After - Before);
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => OfDependent(hasty).Count == 2);
        world.Patchwork.Time.Advance(Both - After);
        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => OfDependent(hasty).Count == 3);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(61));

        Assert.Equal(["found", "found"], Statuses(OfDependent(hasty)[^1]));
        var told = Assert.Single(OfDependent(world.Target));
        Assert.Equal("series.completed", told.Type);
        Assert.Equal(["found", "found"], Statuses(told));
    }

    [Fact]
    public async Task A_prerequisite_of_another_project_is_told_of_to_who_takes_only_that_of_the_series()
    {
        // Series 485806 of qemu-devel is events 743 to 755; series 485809 of uboot is completed by event 815.
        await using var world = await EventsTests.World.StartAsync(742, "2026-01-05T06:20:00");
        world.Patchwork.Administration.EditCover(2160027, "content", "Text.\n---\nDepends-on: series-485809\n");
        await world.Hooks.RunAsync();
        await world.Hooks.SubscribeAsync(
            world.Target.Url,
            $$"""{"types": {{Types}}, "projects": ["qemu-devel"], "settle": 0}"""
        );

        world.Patchwork.Time.Advance(755 - 742);
        await world.Hooks.RunToEndAsync();
        Assert.Equal(["unresolved"], Statuses(Assert.Single(world.Target.Received)));
        world.Patchwork.Time.Advance(815 - 755);
        await world.Hooks.RunToEndAsync();
        await world.Hooks.PumpAsync(() => world.Target.Messages.Contains("9100814-updated-485806"));

        var update = Assert.Single(world.Target.Received, item => item.MessageId == "9100814-updated-485806");
        await NodeChecks.ValidateAsync("series.updated", update.Body);
        Assert.Equal(["found"], Statuses(update));
        Assert.Equal(9100814, (int)update.Json["data"]!["id"]!);
        Assert.Equal("qemu-devel", (string?)update.Json["data"]!["project"]!["link_name"]);
    }

    /// <summary>The messages about the series that builds on others.</summary>
    private static List<Received> OfDependent(Target target) =>
        [.. target.Received.Where(item => (int)item.Json["data"]!["series"]!["id"]! == 484003)];

    private static bool Updated(Target target) => target.Received.Any(item => item.Type == "series.updated");

    private static async Task<EventsTests.World> StartAsync(string basis, TestClock? clock)
    {
        var patch = Exchanges.Read("patches").Single(patch => (long)patch["id"]! == 2170023);
        var world = await EventsTests.World.StartAsync(Before, Since, clock);
        basis = basis
            .Replace("<{msgid}>", (string)patch["msgid"]!, StringComparison.Ordinal)
            .Replace("{patchid}", Hookwork.Mail.Diffs.PatchId.Of((string?)patch["diff"]), StringComparison.Ordinal);
        var server = world.Patchwork.Administration;
        server.EditCover(2160003, "content", $"Text.\n---\n{basis}\n");
        server.EditCover(2160004, "content", "Text.\n---\nchange-id: 20260101-dirty-0123456789ab\n");
        return world;
    }

    private static IEnumerable<string> Statuses(Received message) =>
        message.Json["data"]!["prerequisites"]!.AsArray().Select(one => (string)one!["status"]!);
}
