using Azure;
using Hookwork.Archive.Cursors;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Ingest;

public sealed class IngestTests
{
    private const string Few = "qemu-devel,uboot";
    private const string Many = Few + ",list-101,list-102,list-103,list-104";

    [Fact]
    public async Task Archives_the_whole_recording()
    {
        var counts = (await CleanArchive.WholeAsync()).Counts;

        Assert.Equal(
            new Counts
            {
                Events = 2409,
                Patches = 434,
                Covers = 88,
                Series = 122,
                Comments = 524,
                Checks = 429,
                People = 14,
                Projects = 2,
                Mboxes = 522,
            },
            counts
        );
        // The last line of the first command in the README.
        Assert.Contains(counts.ToJson(), File.ReadLines(Repository.Path("README.md")));
    }

    [Theory]
    [InlineData(Few, Many)]
    [InlineData(Many, Few)]
    public async Task No_event_is_lost_where_the_number_of_projects_changes_how_they_are_polled(
        string before,
        string after
    )
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 40);
        for (var id = 101; id <= 104; id++)
            patchwork.Administration.AddProject(id, $"list-{id}");
        var storage = await TestAzurite.NewAccountAsync();
        Assert.Equal(40, await FollowAsync(patchwork, storage, before, "beginning"));

        patchwork.Time.VisibleEvents = 80;

        Assert.Equal(80, await FollowAsync(patchwork, storage, after, "now"));
    }

    [Fact]
    public async Task What_is_left_to_read_of_a_project_is_read_before_all_are_polled_together()
    {
        const long Uboot = 18;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 800);
        for (var id = 101; id <= 104; id++)
            patchwork.Administration.AddProject(id, $"list-{id}");
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Projects"] = Many }
        );
        var cursors = deployment.Get<CursorStore>();
        // While a few projects were followed, one of them was read to its end, and nothing of another.
        await cursors.PutAsync(
            new Cursor
            {
                Project = 14,
                Since = patchwork.Time.NewestVisibleDate,
                Start = "",
                CaughtUpAt = DateTimeOffset.UtcNow,
                RereadAt = DateTimeOffset.UtcNow,
            },
            default
        );

        await deployment.PollAsync();
        Assert.Null((await cursors.GetAsync(Cursor.AllProjects, default)).ETag);
        await deployment.PollAsync();

        Assert.NotNull((await cursors.GetAsync(Cursor.AllProjects, default)).ETag);
        Assert.Equal(20, (await deployment.Get<EventCounts>().OfAsync(Uboot, default)).Statuses.Values.Sum());
    }

    [Fact]
    public async Task The_events_of_a_new_project_are_read_at_once_where_every_project_is_followed()
    {
        const long Uboot = 18;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 770);
        for (var id = 101; id <= 106; id++)
            patchwork.Administration.AddProject(id, $"list-{id}");
        patchwork.Administration.HideProject(Uboot);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "now" }
        );
        await deployment.PollAsync();

        patchwork.Administration.HideProject(null);
        patchwork.Time.VisibleEvents = 774;
        await deployment.PollAsync();

        Assert.Equal(1, (await deployment.Get<EventCounts>().OfAsync(Uboot, default)).Statuses.Values.Sum());
    }

    [Theory]
    [InlineData(0)]
    // With the new one they are six, and polled together.
    [InlineData(4)]
    public async Task A_new_project_is_followed_within_an_hour_from_its_first_event_on_where_every_one_of_few_is(
        int others
    )
    {
        const long Uboot = 18;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 787);
        for (var id = 1; id <= others; id++)
            patchwork.Administration.AddProject(id, $"list-{id}");
        patchwork.Administration.HideProject(Uboot);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "now" }
        );
        await deployment.PollAsync();
        patchwork.Administration.HideProject(null);

        clock.Advance(TimeSpan.FromHours(1));
        await deployment.PollAsync();

        Assert.Equal(13, (await deployment.Get<EventCounts>().OfAsync(Uboot, default)).Statuses.Values.Sum());
    }

    [Theory]
    [InlineData(null, true)]
    // It is one of those that were not followed then.
    [InlineData("qemu-devel", false)]
    public async Task A_project_that_is_new_once_a_process_starts_is_read_from_its_first_event_on(
        string? followed,
        bool isNew
    )
    {
        const long Uboot = 18;
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 787 }
        );
        patchwork.Administration.HideProject(Uboot);
        var storage = await TestAzurite.NewAccountAsync();
        await using (var before = await StartAsync(followed))
            await before.PollAsync();
        patchwork.Administration.HideProject(null);

        await using var deployment = await StartAsync(null);
        await deployment.PollAsync();

        var events = (await deployment.Get<EventCounts>().OfAsync(Uboot, default)).Statuses.Values.Sum();
        Assert.Equal(isNew, events == 13);

        Task<Deployment> StartAsync(string? projects) =>
            Deployment.StartAsync(
                patchwork.Url,
                storage,
                settings: new Dictionary<string, string?>
                {
                    ["Patchwork:Projects"] = projects,
                    ["Patchwork:Since"] = "now",
                }
            );
    }

    [Fact]
    public async Task Lost_work_is_swept_though_a_poll_fails()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var (wire, swept) = (new Wire(), new Swept());
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        var sweeps = new Sweeps([swept], new IngestSettings(), TimeProvider.System);
        wire.Before = (request, _) =>
            request.Contains("/Cursors", StringComparison.Ordinal)
                ? throw new RequestFailedException(503, "Storage is busy.")
                : Task.CompletedTask;

        var poll = new PollEvents(deployment.Get<EventPoller>(), sweeps);
        await Assert.ThrowsAsync<RequestFailedException>(() => poll.RunAsync(null!, default));

        Assert.True(swept.HasRun);
    }

    [Fact]
    public async Task Events_are_polled_though_the_sweep_fails()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var sweeps = new Sweeps([new Swept { Failure = "Busy." }], new IngestSettings(), TimeProvider.System);

        var poll = new PollEvents(deployment.Get<EventPoller>(), sweeps);
        await Assert.ThrowsAsync<RequestFailedException>(() => poll.RunAsync(null!, default));

        Assert.Equal(1, (await deployment.Get<Progress>().CountAsync(default)).Events);
    }

    /// <summary>Ingests what the server shows, and counts the events.</summary>
    private static async Task<long> FollowAsync(
        RecordedPatchwork patchwork,
        string storage,
        string projects,
        string since
    )
    {
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            storage,
            settings: new Dictionary<string, string?> { ["Patchwork:Projects"] = projects, ["Patchwork:Since"] = since }
        );
        await deployment.RunToIdleAsync();
        return (await deployment.Get<Progress>().CountAsync(default)).Events;
    }

    private sealed class Swept : ISweep
    {
        public string? Failure { get; init; }
        public bool HasRun { get; private set; }

        public Task RunAsync(CancellationToken cancellationToken)
        {
            HasRun = true;
            return Failure is null ? Task.CompletedTask : throw new RequestFailedException(503, Failure);
        }
    }
}
