using Azure.Data.Tables;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Ingest;

/// <summary>Crashes before each storage operation in turn, and redelivers the message.</summary>
public sealed class CrashTests
{
    private const int Events = 9;

    [Fact]
    public async Task A_crash_between_any_two_steps_repeats_the_later_ones()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        var settings = new Dictionary<string, string?> { ["Hookwork:SweepAfter"] = "00:00:00.05" };
        await using var clean = await Deployment.StartAsync(patchwork.Url);
        await clean.RunToIdleAsync();
        var expected = await ArchiveSnapshot.TakeAsync(clean);
        var journal = await JournalAsync(clean);

        var steps = 0;
        for (var crashed = true; crashed; steps++)
        {
            var crash = new CrashPolicy(steps);
            var storage = await TestAzurite.NewAccountAsync();
            await using var deployment = await Deployment.StartAsync(
                patchwork.Url,
                storage,
                settings: settings,
                configure: services => services.AddSingleton(crash.Connect(storage))
            );
            crashed = await RunAsync(deployment, crash);

            ArchiveSnapshot.AssertEqual(expected, await ArchiveSnapshot.TakeAsync(deployment));
            Assert.Equal(journal, await JournalAsync(deployment));
            Assert.Equal(Events, (await deployment.Get<Progress>().CountAsync(default)).Events);
        }
        Assert.True(steps > 25, $"There were only {steps} steps");
    }

    private static async Task<bool> RunAsync(Deployment deployment, CrashPolicy crash)
    {
        crash.Armed = true;
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            try
            {
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

    private static async Task<IReadOnlyList<string>> JournalAsync(Deployment deployment)
    {
        SortedSet<string> rows = new(StringComparer.Ordinal);
        await foreach (var row in deployment.Archive.Changes.QueryAsync<TableEntity>())
            rows.Add(row.RowKey);
        return [.. rows];
    }
}
