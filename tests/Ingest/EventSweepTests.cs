using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Ingest;

public sealed class EventSweepTests
{
    private const string Date = "2025-12-01T00:00:00";

    /// <summary>The process may have died of one of them each time, before it finished the others.</summary>
    [Fact]
    public async Task Events_that_are_lost_again_and_again_are_queued_alone_and_ever_less_often_and_given_up()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var clock = new TestClock();
        await using var deployment = await StartAsync(patchwork, clock);
        await deployment.Get<EventLog>().AddAsync([Created(1), Created(2), Created(3)], default);
        clock.Advance(TimeSpan.FromHours(1));

        List<int> messages = [];
        for (var sweeps = 0; sweeps < 10; sweeps++)
            messages.Add(await SweepAsync());

        Assert.Equal([1, 1, 1, 3, 3, 3, 3, 3, 0, 0], messages);
        // The clock of Storage is the machine's, so that an hour has passed since each sweep.
        clock.Advance(TimeSpan.FromHours(1));
        messages = [await SweepAsync(), await SweepAsync()];
        Assert.Equal([3, 0], messages);
        clock.Advance(TimeSpan.FromHours(8));
        messages = [await SweepAsync(), await SweepAsync()];
        Assert.Equal([3, 0], messages);
        Assert.Null(await deployment.Get<EventLog>().OldestOpenAsync(null, default));
        var events = await deployment.Get<EventLog>().ReadAsync(14, [1, 2, 3], default);
        Assert.Equal(Enumerable.Repeat(EventStatus.Failed, 3), events.Select(item => item.Status));
        // Else only a catalog that is built anew would show them.
        var journal = await deployment.Get<Journal>().ReadAsync(14, DateTimeOffset.UnixEpoch.AddDays(1), default);
        Assert.Equal<long>([1, 2, 3], journal.Entries.Select(entry => entry.Change.Id).Order());

        async Task<int> SweepAsync()
        {
            await deployment.Get<EventSweep>().RunAsync(default);
            var queued = (await deployment.Archive.Refresh.ReceiveMessagesAsync(32)).Value.Length;
            await deployment.Archive.Refresh.ClearMessagesAsync();
            return queued;
        }
    }

    /// <summary>As after a first start from the beginning, or while Refresh is disabled.</summary>
    [Fact]
    public async Task An_event_is_not_given_up_while_messages_wait_for_days()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var clock = new TestClock();
        await using var deployment = await StartAsync(patchwork, clock);
        await deployment.Get<EventLog>().AddAsync([Created(1)], default);

        for (var sweeps = 0; sweeps < 12; sweeps++)
        {
            clock.Advance(TimeSpan.FromHours(7));
            await deployment.Get<EventSweep>().RunAsync(default);
        }

        var events = await deployment.Get<EventLog>().ReadAsync(14, [1], default);
        Assert.Equal(EventStatus.Pending, Assert.Single(events).Status);
    }

    [Fact]
    public async Task What_a_poll_left_as_its_process_died_is_queued_within_two_minutes()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var clock = new TestClock();
        await using var deployment = await StartAsync(patchwork, clock);
        await deployment.Get<EventLog>().AddAsync([Created(1) with { IsUnqueued = true }, Created(2)], default);

        // A poll sweeps each minute.
        for (var minute = 0; minute < 2; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await deployment.Get<EventSweep>().RunAsync(default);
        }

        var queued = (await deployment.Archive.Refresh.ReceiveMessagesAsync(32)).Value;
        // The other one most likely has a message.
        Assert.Equal([1L], queued.SelectMany(one => RefreshQueue.Read(one.Body.ToString())!).Select(item => item.Id));
    }

    /// <summary>As in a backlog, whose messages may wait for hours.</summary>
    [Fact]
    public async Task An_event_without_a_message_is_queued_though_a_thousand_older_ones_wait()
    {
        const long Lost = 1001;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var clock = new TestClock();
        await using var deployment = await StartAsync(patchwork, clock);
        await deployment
            .Get<EventLog>()
            .AddAsync(
                [.. Enumerable.Range(1, 1000).Select(id => Created(id)), Created(Lost) with { IsUnqueued = true }],
                default
            );
        await deployment.Archive.Refresh.SendMessageAsync("[]");
        clock.Advance(TimeSpan.FromMinutes(5));

        await deployment.Get<EventSweep>().RunAsync(default);

        var queued = (await deployment.Archive.Refresh.ReceiveMessagesAsync(32)).Value;
        Assert.Equal([Lost], queued.SelectMany(one => RefreshQueue.Read(one.Body.ToString())!).Select(item => item.Id));
    }

    [Fact]
    public async Task A_backlog_that_takes_long_to_read_is_not_read_by_each_poll()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var (clock, wire) = (new HastyClock(), new Wire());
        await using var deployment = await StartAsync(patchwork, clock, wire);
        await deployment.Get<EventLog>().AddAsync([Created(1)], default);
        wire.Before = (request, _) =>
        {
            if (request.Contains("/Open(", StringComparison.Ordinal))
                clock.Skip(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        };

        // Storage is slow, but there is no backlog.
        Assert.Equal((Date, 1), await SweepAsync());
        Assert.Equal((Date, 2), await SweepAsync());

        await deployment.Get<EventLog>().AddAsync([.. Enumerable.Range(2, 1000).Select(id => Created(id))], default);
        // It has two pages.
        Assert.Equal((Date, 4), await SweepAsync());
        clock.Skip(TimeSpan.FromMinutes(1));
        Assert.Equal((Date, 4), await SweepAsync());
        clock.Skip(TimeSpan.FromMinutes(6));
        Assert.Equal((Date, 6), await SweepAsync());

        async Task<(string Oldest, int Looks)> SweepAsync()
        {
            var oldest = (await deployment.Get<EventSweep>().RunAsync(default))[14];
            return (oldest, wire.Requests.Count(request => request.Contains("/Open(", StringComparison.Ordinal)));
        }
    }

    private static Task<Deployment> StartAsync(RecordedPatchwork patchwork, TimeProvider clock, Wire? wire = null) =>
        Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?> { ["Hookwork:SweepAfter"] = "00:03:00" },
            policy: wire
        );

    private static NewEvent Created(long id)
    {
        var item = new RefreshItem(ResourceKind.Patch, id, 14)
        {
            Events = [new EventReference(id, EventCategory.PatchCreated, Date, null)],
        };
        return new(14, id, EventCategory.PatchCreated, Date, "{}"u8.ToArray(), RefreshQueue.Write(item), null);
    }
}
