using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.SelfHost;

namespace Hookwork.Tests.Ingest;

/// <summary>Selfhost processes that are killed, share storage, and lose it for a while.</summary>
public sealed class KillTests
{
    private const int Events = 300;

    /// <summary>The visibility timeout, in seconds, of a message that the Functions runtime processes.</summary>
    private const string RuntimeLease = "600";

    [Fact]
    public async Task Ends_with_the_same_archive_though_it_was_killed_again_and_again()
    {
        var random = new Random(20260101);
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var storage = await TestAzurite.NewAccountAsync();
        // Each kill leaves up to five slots leased for 15 s.
        var settings = Settings(patchwork, storage, parallel: 64);

        for (var kill = 0; kill < 5; kill++)
        {
            await using var process = TestProcess.SelfHost(settings, "--exit-when-idle", "--lease", "2");
            // Counted in requests, so that the kill falls into the work on a slow machine, too.
            var requests = random.Next(1, 45);
            var moment = patchwork.Requests.Count + requests;
            using var slow = SlowAfter(patchwork, requests);
            var late = TimeSpan.FromMilliseconds(random.Next(30));
            for (var deadline = Deadline.Start(); patchwork.Requests.Count < moment; deadline.Check())
            {
                Assert.False(process.HasExited, $"It was done before kill {kill}: {string.Join('\n', process.Errors)}");
                await Task.Delay(2);
            }
            await Task.Delay(late);
            await process.KillAsync();
        }
        await using var last = TestProcess.SelfHost(settings, "--exit-when-idle", "--lease", "2");
        Assert.Equal(0, await last.EndAsync());

        await AssertCleanAsync(patchwork, storage, last);
    }

    [Fact]
    public async Task What_was_in_hand_is_found_before_the_runtime_shows_it_again()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var storage = await TestAzurite.NewAccountAsync();
        var settings = Settings(patchwork, storage, parallel: 64);
        using (SlowAfter(patchwork, 30))
        {
            await using var killed = TestProcess.SelfHost(settings, "--lease", RuntimeLease);
            for (var deadline = Deadline.Start(); patchwork.Requests.Count < 60; deadline.Check())
                await Task.Delay(2);
            await killed.KillAsync();
        }

        var hidden = DateTimeOffset.UtcNow.AddMinutes(10);
        await using var next = TestProcess.SelfHost(settings, "--lease", RuntimeLease);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage);
        for (var deadline = Deadline.Start(); !await IsDoneAsync(); deadline.Check())
            await Task.Delay(100);

        Assert.True(DateTimeOffset.UtcNow < hidden);
        // The killed process's messages are still hidden, yet no work is left.
        Assert.True((await deployment.Archive.Refresh.GetPropertiesAsync()).Value.ApproximateMessagesCount > 0);
        ArchiveSnapshot.AssertEqual(
            await CleanArchive.SnapshotAsync(Events),
            await ArchiveSnapshot.TakeAsync(deployment)
        );

        async Task<bool> IsDoneAsync() =>
            await deployment.Get<Progress>().CountAsync(default) is { Events: Events, Pending: 0 };
    }

    [Fact]
    public async Task A_backfill_ends_complete_though_it_was_killed_twice()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var storage = await TestAzurite.NewAccountAsync();
        var settings = Settings(patchwork, storage, parallel: 64);
        settings["Patchwork__Since"] = "now";
        settings["WalkSchedule"] = "* * * * * *";

        foreach (var requests in new[] { 60, 100 })
        {
            await using var process = TestProcess.SelfHost(settings, "--lease", "2");
            if (requests == 60)
            {
                using var http = new HttpClient { BaseAddress = await process.UrlAsync() };
                using var answer = await http.PostAsync("ops/backfill", null);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            }
            var moment = patchwork.Requests.Count + requests;
            using var slow = SlowAfter(patchwork, requests);
            for (var deadline = Deadline.Start(); patchwork.Requests.Count < moment; deadline.Check())
                await Task.Delay(2);
            await process.KillAsync();
        }

        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage);
        var clean = ArchiveSnapshot.WithoutEvents(await CleanArchive.SnapshotAsync(Events)).ToList();
        Assert.NotEmpty(clean.Except(await ArchiveSnapshot.TakeAsync(deployment)));
        await using (var last = TestProcess.SelfHost(settings, "--lease", "2"))
        {
            for (var deadline = Deadline.Start(); !await IsDoneAsync(); deadline.Check())
                await Task.Delay(100);
        }
        ArchiveSnapshot.AssertEqual(clean, ArchiveSnapshot.WithoutEvents(await ArchiveSnapshot.TakeAsync(deployment)));

        async Task<bool> IsDoneAsync() =>
            (await deployment.Get<WalkStore>().AllAsync(default))
                .Where(walk => walk.Scope == WalkScope.Backfill)
                .All(walk => walk is { At: null, FinishedAt: not null })
            && await deployment.Get<Progress>().IsIdleAsync(default);
    }

    [Fact]
    public async Task Two_instances_share_the_work_and_the_requests_to_the_server()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var storage = await TestAzurite.NewAccountAsync();
        patchwork.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(20)));

        await using var one = TestProcess.SelfHost(Settings(patchwork, storage), "--exit-when-idle");
        await using var other = TestProcess.SelfHost(Settings(patchwork, storage), "--exit-when-idle");

        Assert.Equal(0, await one.EndAsync());
        Assert.Equal(0, await other.EndAsync());
        Assert.InRange(patchwork.Requests.MostAtOnce, 2, 4);
        await AssertCleanAsync(patchwork, storage, one);
    }

    [Fact]
    public async Task Ends_with_the_same_archive_though_storage_went_away()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var folder = Directory.CreateTempSubdirectory("hookwork-azurite");
        await using (
            var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory with { DataFolder = folder.FullName })
        )
        {
            using var slow = SlowAfter(patchwork, 100);
            await using var process = TestProcess.SelfHost(
                Settings(patchwork, azurite.ConnectionString),
                "--exit-when-idle",
                "--lease",
                "2"
            );
            for (var deadline = Deadline.Start(); patchwork.Requests.Count < 100; deadline.Check())
                await Task.Delay(5);

            // Stopped gracefully: a killed Azurite loses acknowledged writes of the last seconds, which real storage
            // does not.
            await azurite.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(2));
            Assert.False(process.HasExited);
            slow.Dispose();
            await azurite.RestartOnFreePortsAsync();

            Assert.Equal(0, await process.EndAsync());
            await AssertCleanAsync(patchwork, azurite.ConnectionString, process);
        }
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// Slows the server down after a number of requests, so that the process is still at work when the test stops it.
    /// </summary>
    private static ActiveFault SlowAfter(RecordedPatchwork patchwork, int requests) =>
        patchwork.Faults.Add(Fault.Slow(TimeSpan.FromSeconds(2)), When.Always with { Skip = requests + 40 });

    private static Dictionary<string, string> Settings(RecordedPatchwork patchwork, string storage, int parallel = 4) =>
        new()
        {
            ["AzureWebJobsStorage"] = storage,
            ["Patchwork__Url"] = patchwork.Url.ToString(),
            ["Patchwork__Since"] = "beginning",
            ["Patchwork__Parallel"] = $"{parallel}",
            ["PollSchedule"] = "*/2 * * * * *",
            ["Hookwork__SweepAfter"] = "00:00:03",
        };

    private static async Task AssertCleanAsync(RecordedPatchwork patchwork, string storage, TestProcess process)
    {
        var last = JsonNode.Parse(process.Output.Last())!.AsObject();
        Assert.Equal(
            (Events, 0, 0, 0, 0),
            (Count("events"), Count("pending"), Count("failed"), Count("gone"), Count("poison"))
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage);
        ArchiveSnapshot.AssertEqual(
            await CleanArchive.SnapshotAsync(Events),
            await ArchiveSnapshot.TakeAsync(deployment)
        );

        int Count(string key) => last[key]!.GetValue<int>();
    }
}
