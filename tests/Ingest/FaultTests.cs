using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>Whatever faults the server has, the archive ends equal to that of a run without faults.</summary>
public sealed class FaultTests
{
    /// <summary>More than take the fast path.</summary>
    private const int Events = 150;

    /// <summary>Of a week, each burst of which is polled three times.</summary>
    private const int Few = 60;

    public static TheoryData<string> Names => [.. s_faults.Keys];

    /// <summary>Faults that need no more than each other's requests: one after another, or each now and then.</summary>
    private static readonly Dictionary<string, (Fault Fault, When When)[]> s_faults = new()
    {
        ["told to wait"] =
        [
            (Fault.Slow(TimeSpan.FromMilliseconds(100)), Sometimes(0.2)),
            (Fault.TooManyRequests(TimeSpan.FromSeconds(1)), When.Always.Only(5)),
            (Fault.TooManyRequests(TimeSpan.FromSeconds(2), asDate: true), When.Always.Only(5) with { Skip = 5 }),
            // Too long to wait in place.
            (Fault.TooManyRequests(TimeSpan.FromSeconds(6)), Sometimes(0.05).Only(2) with { Skip = 10 }),
        ],
        ["429, 503 and 500"] =
        [
            (Fault.TooManyRequests(), Sometimes(0.1)),
            (Fault.Unavailable(), Sometimes(0.1)),
            (Fault.ServerError, Sometimes(0.1)),
        ],
        ["broken answers"] =
        [
            (Fault.TruncatedJson, Sometimes(0.1)),
            (Fault.MalformedJson, Sometimes(0.1)),
            (Fault.CutOff, Sometimes(0.1)),
            (Fault.Dropped, Sometimes(0.1)),
        ],
        ["hanging"] = [(Fault.Hanging, Sometimes(0.03))],
        ["strange lists and mboxes"] =
        [
            (Fault.ShuffledList, When.On("/events/")),
            (Fault.HtmlMbox, When.On("/mbox/").Only(4)),
            (Fault.StrangeMbox, When.On("/mbox/").Only(4) with { Skip = 4 }),
        ],
        ["bot walls"] =
        [
            (Fault.BotWall(), When.On("/events/").Only(2)),
            (Fault.BotWall(), When.On("/patches/").Only(8)),
            (Fault.BotWall(403), When.On("/patches/").Only(8) with { Skip = 8 }),
        ],
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ends_with_the_same_archive(string name)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var faults = s_faults[name];
        // Short timeouts only where a fault hangs: a stalled machine would exceed them, too.
        var settings = faults.Any(each => each.Fault == Fault.Hanging)
            ? new Dictionary<string, string?> { ["Patchwork:Timeout"] = "00:00:01" }
            : null;
        await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: settings);
        var active = faults.Select(each => patchwork.Faults.Add(each.Fault, each.When)).ToList();

        await deployment.RunToIdleAsync();

        Assert.All(active, fault => Assert.True(fault.Fired > 1, $"The fault {fault.Fault.Name} never showed"));
        await AssertCleanAsync(deployment);
    }

    [Fact]
    public async Task Ends_with_the_same_archive_where_a_poll_does_the_work_itself()
    {
        const int Little = 9;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Little);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        List<ActiveFault> active =
        [
            patchwork.Faults.Add(Fault.ServerError, When.On("/patches/").Only(6)),
            patchwork.Faults.Add(Fault.MalformedJson, When.On("/series/").Only(6)),
            patchwork.Faults.Add(Fault.HtmlMbox, When.On("/mbox/").Only(1)),
            patchwork.Faults.Add(Fault.BotWall(), When.On("/covers/").Only(1)),
        ];

        await deployment.RunToIdleAsync();

        Assert.All(active, fault => Assert.True(fault.Fired > 0, $"The fault {fault.Fault.Name} never showed"));
        await AssertCleanAsync(deployment, Little);
    }

    /// <summary>The events are durable by then, and no message has them.</summary>
    [Fact]
    public async Task What_storage_fails_to_take_of_a_poll_is_queued_and_the_poll_goes_on()
    {
        const int Little = 9;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Little);
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        wire.Before = (request, _) =>
            request.StartsWith("PUT ", StringComparison.Ordinal)
            && request.Contains("/mboxes/", StringComparison.Ordinal)
                ? throw new RequestFailedException(503, "Storage is busy.")
                : Task.CompletedTask;

        await deployment.PollAsync();

        wire.Before = null;
        var open = await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync();
        Assert.Equal(Little, open.Count);
        Assert.All(open, item => Assert.False(item.IsUnqueued));
        var cursors = await deployment.Get<CursorStore>().AllAsync(default);
        Assert.All(cursors, cursor => Assert.NotNull(cursor.CaughtUpAt));
        await deployment.RunToIdleAsync();
        await AssertCleanAsync(deployment, Little);
    }

    [Fact]
    public async Task Finds_events_that_show_late()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        patchwork.Faults.Late = new LateEvents(Every: 7, Requests: 3);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock, settings: Utc);

        foreach (var (visible, _, quiet) in Bursts(Few))
        {
            patchwork.Time.VisibleEvents = visible;
            // The hourly lookback finds events that are later than the overlap.
            foreach (
                var later in new[] { TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(62) }.TakeWhile(
                    later => later <= quiet
                )
            )
            {
                clock.Follow(patchwork.Time);
                clock.Advance(later);
                await deployment.PollAsync();
                await deployment.DrainAsync();
            }
        }

        await AssertCleanAsync(deployment, Few);
    }

    [Fact]
    public async Task Waits_for_the_change_that_an_event_tells_of()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: Utc,
            policy: new ImpatientPolicy(() => patchwork.Faults.Stale = null)
        );

        foreach (var (visible, events, _) in Bursts(Few))
        {
            // The change becomes visible once a read has had to wait for it.
            patchwork.Faults.Stale = new StaleReads(events, Reads: int.MaxValue);
            patchwork.Time.VisibleEvents = visible;
            clock.Follow(patchwork.Time);
            await deployment.PollAsync();
            await deployment.DrainAsync();
        }

        await AssertCleanAsync(deployment, Few);
        await foreach (var row in deployment.Archive.Events.QueryAsync<TableEntity>())
            Assert.Null(row.GetString("Reason"));
    }

    [Fact]
    public async Task A_server_that_is_down_for_a_while_uses_up_no_attempt()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.PollAsync();
        var down = patchwork.Faults.Add(Fault.Dropped);

        var work = deployment.DrainAsync();
        await Eventually.TrueAsync(() => down.Fired >= 20);
        await deployment.PollAsync();
        var cursors = await deployment.Get<CursorStore>().AllAsync(default);
        down.Dispose();
        await work;
        await deployment.RunToIdleAsync();

        Assert.All(cursors, cursor => Assert.Contains("Patchwork", cursor.LastError, StringComparison.Ordinal));
        await foreach (var row in deployment.Archive.Events.QueryAsync<TableEntity>())
            Assert.True(
                row.GetInt32("Attempts") is null,
                $"event {row.RowKey} was tried {row.GetInt32("Attempts")} times in vain: {row.GetString("Reason")}"
            );
        await AssertCleanAsync(deployment);
    }

    [Fact]
    public async Task A_resource_behind_a_wall_for_good_waits_and_holds_up_nobody()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        using var wall = patchwork.Faults.Add(Fault.BotWall(), When.On("/patches/2170003/"));

        await deployment.PollAsync();
        var work = deployment.DrainAsync();
        await Eventually.TrueAsync(async () => (await deployment.Get<Progress>().CountAsync(default)).Pending <= 8);
        var status = await deployment.Get<StatusReporter>().ReportAsync(default);
        wall.Dispose();
        await work;
        await deployment.RunToIdleAsync();

        Assert.True(status.Blocked);
        await AssertCleanAsync(deployment);
    }

    [Fact]
    public async Task What_waits_behind_a_wall_is_not_queued_once_more_by_each_sweep()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?> { ["Hookwork:SweepAfter"] = "00:03:00" }
        );
        using var wall = patchwork.Faults.Add(Fault.BotWall(), When.On("/patches/2170003/"));
        await deployment.PollAsync();
        var walled = (await deployment.ReceiveAsync()).First(item =>
            item is { Kind: ResourceKind.Patch, Id: 2170003, Events.Count: > 0 }
        );
        await deployment.Archive.Refresh.ClearMessagesAsync();
        // It has been tried so often that it waits a quarter of an hour.
        await deployment.Get<Refresher>().RunAsync([walled with { Waits = 10 }], default);

        clock.Advance(TimeSpan.FromMinutes(10));
        await deployment.Get<EventSweep>().RunAsync(default);
        var early = await deployment.ReceiveAsync();
        clock.Advance(TimeSpan.FromMinutes(10));
        await deployment.Get<EventSweep>().RunAsync(default);
        var late = await deployment.ReceiveAsync();

        Assert.NotEmpty(early);
        Assert.DoesNotContain(early, item => item.Id == walled.Id);
        Assert.Contains(late, item => item.Id == walled.Id);
    }

    [Fact]
    public async Task What_is_lost_is_queued_again_though_the_events_of_another_project_cannot_be_read()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?> { ["Patchwork:Projects"] = "qemu-devel,uboot" }
        );
        using var broken = patchwork.Faults.Add(Fault.ServerError, When.On("project=18"));
        await deployment.PollAsync();
        var queue = deployment.Archive.Refresh;
        Assert.NotEqual(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        await queue.ClearMessagesAsync();

        clock.Advance(TimeSpan.FromMinutes(5));
        await deployment.PollAsync();

        Assert.NotEqual(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task After_a_first_poll_that_failed_the_next_one_begins_where_the_setting_says()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "now" }
        );
        using (patchwork.Faults.Add(Fault.ServerError, When.On("/events/")))
            await deployment.PollAsync();
        var cursors = await deployment.Get<CursorStore>().AllAsync(default);
        Assert.NotEmpty(cursors);
        Assert.All(cursors, cursor => Assert.NotNull(cursor.LastError));

        await deployment.RunToIdleAsync();

        Assert.InRange((await deployment.Get<Progress>().CountAsync(default)).Events, 1, Events / 10);
    }

    private static Dictionary<string, string?> Utc => new() { ["Patchwork:TimeZone"] = "UTC" };

    /// <summary>
    /// The first events, grouped into bursts: the number visible, the number new, and the quiet time after each burst.
    /// </summary>
    private static IEnumerable<(int Visible, int Events, TimeSpan Quiet)> Bursts(int events)
    {
        var dates = Exchanges
            .Read("events")
            .Take(events + 1)
            .Select(item => DateTime.Parse(item["date"]!.GetValue<string>(), CultureInfo.InvariantCulture))
            .ToList();
        for (var (start, end) = (0, 1); end <= events; end++)
        {
            if (end < events && dates[end] - dates[start] < TimeSpan.FromMinutes(5))
                continue;
            yield return (end, end - start, end < events ? dates[end] - dates[end - 1] : TimeSpan.MaxValue);
            start = end;
        }
    }

    private static async Task AssertCleanAsync(Deployment deployment, int events = Events)
    {
        var counts = await deployment.Get<Progress>().CountAsync(default);
        Assert.Equal((events, 0, 0, 0, 0), (counts.Events, counts.Pending, counts.Failed, counts.Gone, counts.Poison));
        ArchiveSnapshot.AssertEqual(
            await CleanArchive.SnapshotAsync(events),
            await ArchiveSnapshot.TakeAsync(deployment)
        );
    }

    /// <summary>A random fault, so that a retry may be hit again.</summary>
    private static When Sometimes(double probability) => When.Always with { Probability = probability };
}
