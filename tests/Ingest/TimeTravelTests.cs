using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Events;
using Hookwork.Recorded;
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
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        var clock = new TestClock();
        var impatient = new ImpatientPolicy();
        await using var live = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?> { ["Patchwork:TimeZone"] = "UTC" },
            policy: impatient
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

    [Fact]
    public async Task Misses_no_event_after_the_servers_clock_was_set_back_by_hours()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Alone);
        var clock = new TestClock();
        clock.Follow(patchwork.Time);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        await deployment.RunToIdleAsync();
        using var client = new HttpClient { BaseAddress = patchwork.Url };
        var list = await client.GetFromJsonAsync<JsonArray>("/api/1.3/events/?project=14&order=-date");
        var next = list![0]!.AsObject();
        next.Remove("id");
        var newest = DateTime.Parse((string)next["date"]!, CultureInfo.InvariantCulture);
        List<long> ids = [];
        // Events of the first hour and of the fourth, by a clock that is five hours behind.
        foreach (var hours in new[] { 5, 2 })
        {
            next["date"] = newest.AddHours(-hours).ToString("s", CultureInfo.InvariantCulture);
            ids.Add(patchwork.Faults.Inject(next));
        }

        clock.Advance(TimeSpan.FromHours(4));
        await deployment.RunToIdleAsync();

        Assert.Equal(ids, (await deployment.Get<EventLog>().ReadAsync(14, ids, default)).Select(item => item.Id));
    }
}
