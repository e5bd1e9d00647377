using Hookwork.Recorded;
using Hookwork.Tests.Recorded;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>Ingest in step with the server, which shows one more event each time.</summary>
public sealed class TimeTravelTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Ends_with_the_same_archive_one_event_at_a_time()
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

        foreach (var (index, recorded) in Exchanges.Read("events").Index())
        {
            if (recorded["project"]!["link_name"]!.GetValue<string>() != project)
                continue;
            patchwork.Time.VisibleEvents = index + 1;
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
            $"{project}: {transactions / resources:0.0} storage transactions and {patchwork.Requests.Count / (double)resources:0.0} upstream requests a resource, a poll for each event included"
        );
        return archive;
    }
}
