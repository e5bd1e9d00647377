using Azure.Data.Tables;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>What <c>/status</c> says about events and walks.</summary>
public sealed class StatusTests
{
    private const long Qemu = 14;
    private const int Events = 300;

    private readonly TestClock _clock = new(stands: true);

    [Fact]
    public async Task Events_that_are_done_never_become_fewer_whichever_instance_counts()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var clock = new TestClock();
        await using var one = await StartAsync(patchwork, clock);
        await using var other = await StartAsync(patchwork, clock, one.Storage);
        await one.PollAsync();
        var all = (int)(await CountsAsync(one)).Values.Sum();
        Assert.Equal(Events, all);

        List<long> done = [];
        var drain = one.DrainAsync();
        while (!drain.IsCompleted)
        {
            foreach (var instance in new[] { one, other })
            {
                // Counts are reused for a while.
                clock.Advance(TimeSpan.FromMinutes(1));
                var counts = await CountsAsync(instance);
                Assert.Equal(all, counts.Values.Sum());
                done.Add(counts[EventStatus.Done]);
            }
        }
        await drain;
        await one.RunToIdleAsync();

        Assert.Equal(done.Order(), done);
        Assert.InRange(done.Distinct().Count(), 3, int.MaxValue);
        foreach (var instance in new[] { one, other })
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(
                new Dictionary<string, long>
                {
                    [EventStatus.Done] = all,
                    [EventStatus.Pending] = 0,
                    [EventStatus.Failed] = 0,
                    [EventStatus.Gone] = 0,
                },
                await CountsAsync(instance)
            );
        }
    }

    [Fact]
    public async Task A_count_of_what_is_finished_is_renewed_after_an_hour()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await StartAsync(patchwork, _clock, archive.Storage);
        await deployment.RunToIdleAsync();
        var all = (await CountsAsync(deployment))[EventStatus.Done];
        var first = await deployment.Get<EventLog>().AllAsync(Qemu, default).FirstAsync();
        var deleted = new EventOutcome(Qemu, first.Id, EventStatus.Gone, null) { IsDeleted = true };
        await deployment.Get<EventLog>().FinishAsync([deleted], default);
        // The refresh of a copy of its message ends later.
        var late = new EventOutcome(Qemu, first.Id, EventStatus.Done, null);
        await deployment.Get<EventLog>().FinishAsync([late], default);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(all - 1, (await CountsAsync(deployment))[EventStatus.Done]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99_999, 1)]
    [InlineData(10_000_000, 101)]
    public void What_takes_minutes_to_count_is_not_counted_each_hour(long events, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), EventCounts.ReadEvery(events));

    [Fact]
    public async Task A_project_that_is_not_followed_any_more_is_not_said_to_be_behind()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var all = await Deployment.StartAsync(patchwork.Url);
        await all.RunToIdleAsync();
        var cursors = all.Get<CursorStore>();
        var other = (await cursors.AllAsync(default)).Single(cursor => cursor.Project != Qemu);
        // As a poll leaves it that finds a server in trouble before the settings changed.
        await cursors.PutAsync(other with { Failures = 1, LastError = "A page answered.", Blocked = true }, default);

        await using var one = await StartAsync(patchwork, new TestClock(), all.Storage);
        await one.RunToIdleAsync();
        var report = await one.Get<StatusReporter>().ReportAsync(default);

        Assert.Equal(Qemu, Assert.Single(report.Projects).Id);
        Assert.False(report.Blocked);
    }

    [Fact]
    public async Task A_server_that_is_down_at_a_start_is_no_failure_of_a_project_that_is_not_followed_any_more()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var all = await Deployment.StartAsync(patchwork.Url);
        await all.RunToIdleAsync();
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromDays(2));
        await using var one = await StartAsync(patchwork, clock, all.Storage);
        await one.PollAsync();

        patchwork.Faults.Add(Fault.Unavailable());
        await using var next = await StartAsync(patchwork, clock, all.Storage);
        await next.PollAsync();

        var failed = (await next.Get<CursorStore>().AllAsync(default)).Where(cursor => cursor.Failures > 0);
        Assert.Equal(Qemu, Assert.Single(failed).Project);
    }

    [Fact]
    public async Task A_walk_waits_then_runs_then_is_finished_and_says_when_it_is_next()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await StartAsync(patchwork, _clock, archive.Storage);
        await deployment.RunToIdleAsync();
        var walker = deployment.Get<ListWalker>();

        var planned = _clock.GetUtcNow();
        await walker.RunAsync(default);
        var waiting = await WalkAsync(deployment, WalkScope.Recent);
        Assert.Equal(("waiting", planned + TimeSpan.FromMinutes(12)), (waiting.State, waiting.NextAt));
        Assert.Equal((null, null, null), (waiting.StartedAt, waiting.FinishedAt, waiting.LastFinishedAt));

        _clock.Advance(TimeSpan.FromMinutes(12));
        var ran = _clock.GetUtcNow();
        await walker.RunAsync(default);
        var finished = await WalkAsync(deployment, WalkScope.Recent);
        Assert.Equal(("finished", ran + TimeSpan.FromMinutes(12)), (finished.State, finished.NextAt));
        Assert.Equal((ran, ran, ran), (finished.StartedAt, finished.FinishedAt, finished.LastFinishedAt));

        _clock.Advance(TimeSpan.FromMinutes(12));
        patchwork.Faults.Add(Fault.Unavailable());
        var stopped = _clock.GetUtcNow();
        await walker.RunAsync(default);
        var running = await WalkAsync(deployment, WalkScope.Recent);
        Assert.Equal(("running", stopped + TimeSpan.FromSeconds(5)), (running.State, running.NextAt));
        Assert.Equal((stopped, null, ran), (running.StartedAt, running.FinishedAt, running.LastFinishedAt));
        Assert.NotNull(running.LastError);
        Assert.Equal("waiting", (await WalkAsync(deployment, WalkScope.All)).State);
    }

    [Fact]
    public void An_event_that_failed_is_listed_with_its_date()
    {
        var tally = new EventTally();

        tally.Add(
            new TableEntity("14-0", "0000000007")
            {
                ["Status"] = EventStatus.Failed,
                ["Category"] = "patch-created",
                ["Date"] = "2026-03-01T09:00:00",
                ["Attempts"] = 5,
                ["Reason"] = "Patchwork answered 500.",
            }
        );

        Assert.Equal(
            new StatusReport.Failure("event 7 (patch-created, 2026-03-01T09:00:00)", 5, "Patchwork answered 500."),
            Assert.Single(tally.Failures)
        );
    }

    [Fact]
    public async Task What_a_walk_asked_for_in_vain_is_listed_with_its_reason()
    {
        const long Broken = 2170000;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await StartAsync(patchwork, new TestClock());
        patchwork.Faults.Add(Fault.ServerError, When.On($"/patches/{Broken}/"));
        // No event asks for it, so its reason is on no event.
        var last = new RefreshItem(ResourceKind.Patch, Broken, Qemu)
        {
            Parts = Part.Detail,
            Attempts = Refresher.MostAttempts - 1,
        };

        await deployment.Get<Refresher>().RunAsync([last], default);

        var failure = Assert.Single((await deployment.Get<StatusReporter>().ReportAsync(default)).Failures);
        Assert.Equal(($"patch {Broken}", Refresher.MostAttempts), (failure.What, failure.Attempts));
        // Of its requests, any may fail first.
        Assert.StartsWith(
            $"Patchwork answered 500 to api/1.3/patches/{Broken}/",
            failure.Reason,
            StringComparison.Ordinal
        );
    }

    private static Task<Deployment> StartAsync(RecordedPatchwork patchwork, TestClock clock, string? storage = null) =>
        Deployment.StartAsync(
            patchwork.Url,
            storage,
            clock,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Patchwork:Projects"] = "qemu-devel" }
        );

    private static async Task<IReadOnlyDictionary<string, long>> CountsAsync(Deployment deployment) =>
        (await deployment.Get<StatusReporter>().ReportAsync(default))
            .Projects.Single(project => project.Id == Qemu)
            .Events;

    private static async Task<StatusReport.WalkStatus> WalkAsync(Deployment deployment, WalkScope scope) =>
        (await deployment.Get<StatusReporter>().ReportAsync(default)).Walks.Single(walk => walk.Scope == scope);
}
