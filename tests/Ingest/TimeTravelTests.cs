using Hookwork.Recorded;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>Ingest in step with the server, which shows a little more each time.</summary>
public sealed class TimeTravelTests(ITestOutputHelper output)
{
    /// <summary>How many events come one at a time.</summary>
    private const int Alone = 60;

    /// <summary>How many there are when more come: many together, and the two of a relation, the only kind left.</summary>
    private static readonly int[] s_then = [108, 109, 110, 205, 300];

    [Fact]
    public async Task Ends_with_the_same_archive_one_event_or_many_at_a_time()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 0 }
        );
        var clock = new TestClock();
        var storage = await TestAzurite.NewAccountAsync();
        var impatient = new ImpatientPolicy();
        await using var live = await Deployment.StartAsync(
            patchwork.Url,
            storage,
            clock,
            new Dictionary<string, string?> { ["Patchwork:TimeZone"] = "UTC" },
            services => services.AddSingleton(impatient.Connect(storage))
        );

        foreach (var visible in Enumerable.Range(1, Alone).Concat(s_then))
        {
            patchwork.Time.VisibleEvents = visible;
            clock.Follow(patchwork.Time);
            await live.PollAsync();
            await live.DrainAsync(parallel: 1);
        }

        var transactions = (double)impatient.Count;
        var archive = await ArchiveSnapshot.TakeAsync(live);
        var resources = archive.Count(line =>
            line.StartsWith("Patch ", StringComparison.Ordinal)
            || line.StartsWith("Cover ", StringComparison.Ordinal)
            || line.StartsWith("Series ", StringComparison.Ordinal)
        );
        output.WriteLine(
            $"{transactions / resources:0.0} storage transactions and {patchwork.Requests.Count / (double)resources:0.0} upstream requests a resource, polls included"
        );
        ArchiveSnapshot.AssertEqual(await CleanArchive.SnapshotAsync(s_then[^1]), archive);
    }
}
