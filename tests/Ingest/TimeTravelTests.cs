using System.Globalization;
using Hookwork.Recorded;
using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>Ingest as it happens: the server shows one event more each time.</summary>
public sealed class TimeTravelTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Ends_with_the_same_archive_one_event_at_a_time()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var clean = await Deployment.StartAsync(patchwork.Url);
        await clean.RunToIdleAsync();

        var clock = new TestClock();
        patchwork.Time.VisibleEvents = 0;
        patchwork.Requests.Clear();
        await using var live = await Deployment.StartAsync(patchwork.Url, time: clock, settings: new Dictionary<string, string?> { ["Patchwork:TimeZone"] = "UTC" });
        for (var visible = 1; visible <= patchwork.Time.RecordedEvents; visible++)
        {
            patchwork.Time.VisibleEvents = visible;
            clock.Set(DateTimeOffset.Parse(patchwork.Time.NewestVisibleDate!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + TimeSpan.FromSeconds(20));
            await live.PollAsync();
            await live.DrainAsync(parallel: 1);
        }

        output.WriteLine($"{patchwork.Requests.Count / 644.0:0.00} upstream requests a resource, polls included");
        Assert.Equal(await ArchiveSnapshot.TakeAsync(clean), await ArchiveSnapshot.TakeAsync(live));
    }
}
