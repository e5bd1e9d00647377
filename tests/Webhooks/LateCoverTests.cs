using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>Cover letters that come after their series is complete.</summary>
public sealed class LateCoverTests
{
    /// <summary>The events up to the completion of a series whose cover letter follows two events later.</summary>
    internal const int BeforeLateCover = 104;

    internal const string Since = "2025-12-07T02:24:00";

    private const string Types = """["series.completed", "series.updated"]""";

    [Fact]
    public async Task A_late_cover_letter_is_waited_for_by_who_wants_to_and_told_of_to_who_does_not()
    {
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await using var hasty = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(hasty.Url, $$"""{"types": {{Types}}, "settle": 0}""");

        await RunAsync(world, () => !hasty.Received.IsEmpty);
        Assert.Null(Assert.Single(hasty.Received).Json["data"]!["cover"]);
        Assert.Empty(world.Target.Received);
        world.Patchwork.Time.Advance(4);
        clock.Advance(TimeSpan.FromSeconds(5));
        await RunAsync(world, () => hasty.Received.Count == 2 && !world.Target.Received.IsEmpty);

        var waited = Assert.Single(world.Target.Received);
        Assert.Equal(("series.completed", "9100103"), (waited.Type, waited.MessageId));
        Assert.NotNull(waited.Json["data"]!["cover"]!["mbox_sha256"]);
        Assert.Equal(["series.completed", "series.updated"], hasty.Received.Select(item => item.Type));
        Assert.NotNull(hasty.Received.Last().Json["data"]!["cover"]);
    }

    [Fact]
    public async Task A_late_cover_letter_is_told_of_with_its_series_though_no_other_event_comes_with_it()
    {
        var clock = new TestClock();
        // The series is created by the event before that of its cover letter.
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover + 1, Since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await using var hasty = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(hasty.Url, $$"""{"types": {{Types}}, "settle": 0}""");
        await RunAsync(world, () => !hasty.Received.IsEmpty);

        world.Patchwork.Time.Advance();
        await RunAsync(world, () => hasty.Received.Count == 2 && !world.Target.Received.IsEmpty);

        Assert.NotNull(hasty.Received.Last().Json["data"]!["cover"]);
        AssertToldOnceAndTwice(world.Target, hasty);
    }

    [Fact]
    public async Task Who_waited_for_a_cover_letter_is_not_told_twice_where_the_update_itself_has_to_wait()
    {
        const long Patch = 2170018;
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await using var hasty = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(hasty.Url, $$"""{"types": {{Types}}, "settle": 0}""");
        await RunAsync(world, () => !hasty.Received.IsEmpty);
        await world.Hooks.Deployment.Archive.Patches.DeleteEntityAsync(Keys.Bucket(Patch), Keys.Id(Patch));

        world.Patchwork.Time.Advance(4);
        clock.Advance(TimeSpan.FromSeconds(5));
        await RunAsync(world, () => hasty.Received.Count == 2 && !world.Target.Received.IsEmpty);
        await world.Hooks.RunToEndAsync();

        Assert.Equal(["series.completed", "series.updated"], hasty.Received.Select(item => item.Type));
        Assert.Equal("series.completed", Assert.Single(world.Target.Received).Type);
    }

    [Fact]
    public async Task A_late_cover_letter_is_told_of_though_the_completion_is_processed_again_after_it_came()
    {
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}, "settle": 0}""");
        await RunAsync(world, () => !world.Target.Received.IsEmpty);
        var told = Assert.Single(world.Target.Received).Json["data"]!;

        world.Patchwork.Time.Advance(4);
        clock.Advance(TimeSpan.FromSeconds(30));
        // As after a crash before the event was marked as done.
        var completion = new EventReference(
            (long)told["id"]!,
            EventCategory.SeriesCompleted,
            (string)told["date"]!,
            null
        );
        var series = new RefreshItem(ResourceKind.Series, (long)told["series"]!["id"]!, (long)told["project"]!["id"]!)
        {
            Events = [completion],
            Parts = Part.Detail,
            AsOf = DateTimeOffset.MaxValue,
        };
        await world.Hooks.Deployment.Get<Refresher>().RunAsync([series], default);
        await RunAsync(world, () => world.Target.Received.Count == 2);

        var update = world.Target.Received.Last();
        Assert.Equal("series.updated", update.Type);
        Assert.NotNull(update.Json["data"]!["cover"]);
    }

    [Fact]
    public async Task A_cover_letter_that_does_not_come_is_waited_for_a_minute()
    {
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        var (subscription, _) = await world.Hooks.SubscribeAsync(
            world.Target.Url,
            """{"types": ["series.completed"]}"""
        );

        await RecordedAsync(world, subscription);
        Assert.Empty(world.Target.Received);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(61));

        Assert.Null(Assert.Single(world.Target.Received).Json["data"]!["cover"]);
    }

    [Fact]
    public async Task Who_waits_longest_for_a_cover_letter_gets_it_though_others_got_the_message_without_it()
    {
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await using var hasty = await Target.StartAsync();
        var (brief, _) = await world.Hooks.SubscribeAsync(hasty.Url, $$"""{"types": {{Types}}, "settle": 5}""");
        await RecordedAsync(world, brief);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(6));
        Assert.Null(Assert.Single(hasty.Received).Json["data"]!["cover"]);
        Assert.Empty(world.Target.Received);

        world.Patchwork.Time.Advance(4);
        await RunAsync(world, () => hasty.Received.Count == 2 && !world.Target.Received.IsEmpty);

        AssertToldOnceAndTwice(world.Target, hasty);
    }

    [Fact]
    public async Task Who_was_paused_is_told_of_the_cover_letter_that_the_message_of_others_lacks()
    {
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await using var other = await Target.StartAsync();
        var (paused, _) = await world.Hooks.SubscribeAsync(other.Url, $$"""{"types": {{Types}}}""");
        var subscriptions = world.Hooks.Deployment.Get<SubscriptionRegistry>();
        await subscriptions.PauseAsync(paused.Id, default);
        await RecordedAsync(world, paused);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(61));
        Assert.Null(Assert.Single(world.Target.Received).Json["data"]!["cover"]);
        world.Patchwork.Time.Advance(4);
        await RunAsync(world, () => world.Target.Received.Count == 2);

        await subscriptions.ActivateAsync(paused.Id, default);
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromSeconds(1));
        await world.Hooks.PumpAsync(() => other.Received.Count == 2);

        var update = Assert.Single(other.Received, item => item.Type == "series.updated");
        Assert.NotNull(update.Json["data"]!["cover"]);
    }

    [Fact]
    public async Task A_cover_letter_that_comes_while_the_completion_is_sent_is_told_of_to_all_who_share_the_body()
    {
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(BeforeLateCover, Since, clock);
        var (claimed, _) = await world.Hooks.SubscribeAsync(world.Target.Url, $$"""{"types": {{Types}}}""");
        await using var other = await Target.StartAsync();
        var (sharing, _) = await world.Hooks.SubscribeAsync(other.Url, $$"""{"types": {{Types}}}""");
        await RecordedAsync(world, claimed);
        await RecordedAsync(world, sharing);
        var deliveries = world.Hooks.Deliveries;
        var (_, pending) = await deliveries.PendingAsync(claimed.Id, 1, default);
        var until = clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        Assert.NotNull(await deliveries.TryClaimAsync(claimed.Id, pending, until, default));

        world.Patchwork.Time.Advance(4);
        clock.Advance(TimeSpan.FromSeconds(5));
        await RunAsync(world, () => !world.Target.Received.IsEmpty && !other.Received.IsEmpty);

        foreach (var target in (Target[])[world.Target, other])
        {
            var update = Assert.Single(target.Received, item => item.Type == "series.updated");
            Assert.NotNull(update.Json["data"]!["cover"]);
        }
    }

    /// <summary>Who waited got the cover letter with the completion, and who did not by an update.</summary>
    private static void AssertToldOnceAndTwice(Target patient, Target hasty)
    {
        var waited = Assert.Single(patient.Received);
        Assert.Equal("series.completed", waited.Type);
        Assert.NotNull(waited.Json["data"]!["cover"]);
        Assert.Equal(["series.completed", "series.updated"], hasty.Received.Select(item => item.Type));
    }

    /// <summary>Runs until a delivery to a subscription is recorded.</summary>
    private static async Task RecordedAsync(EventsTests.World world, Subscription subscription)
    {
        for (var deadline = Deadline.Start(); (await world.Hooks.ListAsync(subscription)).Count == 0; deadline.Check())
            await world.Hooks.RunAsync();
    }

    private static async Task RunAsync(EventsTests.World world, Func<bool> until)
    {
        for (var deadline = Deadline.Start(); !until(); deadline.Check())
            await world.Hooks.RunAsync();
    }
}
