using Azure.Data.Tables;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Patchwork;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>Crashes before each storage operation in turn, and redelivers the message.</summary>
public sealed class CrashTests
{
    private const long Project = 14;

    /// <summary>On the fast path and through the queue. Each step is a run of its own.</summary>
    [Theory]
    [InlineData(true, 9, 25)]
    [InlineData(false, 2, 12)]
    public async Task A_crash_between_any_two_steps_repeats_the_later_ones(bool onFastPath, int events, int leastSteps)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: events);
        var settings = new Dictionary<string, string?> { ["Hookwork:SweepAfter"] = "00:00:00.05" };
        await using var clean = await Deployment.StartAsync(patchwork.Url);
        await clean.RunToIdleAsync();
        var expected = await ArchiveSnapshot.TakeAsync(clean);
        var journal = await JournalAsync(clean);

        var steps = 0;
        for (var crashed = true; crashed; steps++)
        {
            var crash = new CrashPolicy(steps);
            await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: settings, policy: crash);
            crashed = await RunAsync(deployment, crash, onFastPath);

            ArchiveSnapshot.AssertEqual(expected, await ArchiveSnapshot.TakeAsync(deployment));
            Assert.Equal(journal, await JournalAsync(deployment));
            Assert.Equal(events, (await deployment.Get<Progress>().CountAsync(default)).Events);
        }
        Assert.True(steps > leastSteps, $"There were only {steps} steps");
    }

    private static async Task<bool> RunAsync(Deployment deployment, CrashPolicy crash, bool onFastPath)
    {
        crash.Armed = true;
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            try
            {
                if (!onFastPath)
                {
                    await QueueAsync(deployment);
                    // The steps of a poll are those of the other way.
                    crash.Armed = false;
                }
                await deployment.RunToIdleAsync();
                crash.Armed = false;
                return crash.Crashed;
            }
            catch (CrashException)
            {
                // The process has crashed: its message reappears, its slot's lease expires, and the next process starts
                // over.
                await crash.ReviveAsync(deployment);
            }
        }
    }

    /// <summary>
    /// Takes the events in as a poll does that brings more than the fast path takes, and drains the queue.
    /// </summary>
    private static async Task QueueAsync(Deployment deployment)
    {
        var events = await deployment.Get<PatchworkClient>().EventsAsync(Project, null, 1, null, default);
        var many = Enumerable.Repeat(new RefreshItem(ResourceKind.Patch, 1, Project), RefreshQueue.MostItems).ToList();
        await deployment.Get<EventIntake>().TakeAsync(events, many, default);
        await deployment.DrainAsync(parallel: 1);
    }

    private static async Task<IReadOnlyList<string>> JournalAsync(Deployment deployment)
    {
        SortedSet<string> rows = new(StringComparer.Ordinal);
        await foreach (var row in deployment.Archive.Changes.QueryAsync<TableEntity>())
            rows.Add(row.RowKey);
        return [.. rows];
    }
}
