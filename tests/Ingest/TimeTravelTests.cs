using Hookwork.Recorded;
using Hookwork.Tests.Recorded;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>Ingest in step with the server, which shows a little more each time.</summary>
public sealed class TimeTravelTests(ITestOutputHelper output)
{
    /// <summary>
    /// How many of each hundred events of a project come one at a time, all kinds among them. The rest come together.
    /// </summary>
    private const int Alone = 5;

    [Fact]
    public async Task Ends_with_the_same_archive_one_event_or_many_at_a_time()
    {
        // The projects in parallel: they are independent.
        var archives = await Task.WhenAll(FollowAsync("qemu-devel"), FollowAsync("uboot"));

        ArchiveSnapshot.AssertEqual(await CleanArchive.SnapshotAsync(), archives.SelectMany(archive => archive));
    }

    private async Task<IReadOnlyList<string>> FollowAsync(string project)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 0 }
        );
        var clock = new TestClock();
        var storage = await TestAzurite.NewAccountAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Patchwork:TimeZone"] = "UTC",
            ["Patchwork:Projects"] = project,
        };
        var impatient = new ImpatientPolicy();
        await using var live = await Deployment.StartAsync(
            patchwork.Url,
            storage,
            clock,
            settings,
            services => services.AddSingleton(impatient.Connect(storage))
        );

        var moments = Exchanges
            .Read("events")
            .Index()
            .Where(recorded => recorded.Item["project"]!["link_name"]!.GetValue<string>() == project)
            .Select(recorded => recorded.Index + 1)
            .ToList();
        var polls = 0;
        foreach (var (place, visible) in moments.Index())
        {
            if (place % 100 is >= Alone and < 99 && visible != moments[^1])
                continue;
            patchwork.Time.VisibleEvents = visible;
            clock.Follow(patchwork.Time);
            await live.PollAsync();
            polls++;
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
            $"{project}: {transactions / resources:0.0} storage transactions and {patchwork.Requests.Count / (double)resources:0.0} upstream requests a resource, {polls} polls included"
        );
        return archive;
    }
}
