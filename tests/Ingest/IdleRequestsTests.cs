using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>What the server is asked for in an hour in which nothing happens, as docs/operate.md says.</summary>
public sealed class IdleRequestsTests(ITestOutputHelper output)
{
    private readonly TestClock _clock = new(stands: true);

    [Fact]
    public async Task An_idle_hour_asks_as_often_as_documented()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        patchwork.Administration.AddProject(20, "barebox");
        patchwork.Administration.AddProject(21, "openwrt");
        string[] followed = ["qemu-devel", "uboot", "barebox", "openwrt"];
        var events = 60 * followed.Length;
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            archive.Storage,
            _clock,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Patchwork:Projects"] = string.Join(',', followed),
            }
        );
        await deployment.RunToIdleAsync();
        await MinutesAsync(deployment, 2);
        patchwork.Requests.Clear();

        await MinutesAsync(deployment, 60);

        var asked = patchwork.Requests.ByKind;
        output.WriteLine(string.Join(", ", asked.Select(kind => $"{kind.Value} {kind.Key}")));
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["events"] = events,
                // qemu-devel has two pages.
                ["patches"] = 5 * (followed.Length + 1),
                ["series"] = 5 * followed.Length,
                ["covers"] = 5 * followed.Length,
                ["bundles"] = 5 * followed.Length,
            }.OrderBy(kind => kind.Key, StringComparer.Ordinal),
            asked.OrderBy(kind => kind.Key, StringComparer.Ordinal)
        );
        Assert.InRange(asked.Values.Sum() - events, 0, 40 * followed.Length);
        var ofOne = patchwork
            .Requests.ToList()
            .Where(request => request.Path.Contains("project=14", StringComparison.Ordinal))
            .CountBy(request => request.Kind);
        Assert.Equal(
            ["bundles 5", "covers 5", "events 60", "patches 10", "series 5"],
            ofOne.Select(kind => $"{kind.Key} {kind.Value}").Order(StringComparer.Ordinal)
        );
    }

    private async Task MinutesAsync(Deployment deployment, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await deployment.Get<EventPoller>().PollAsync(default);
            await deployment.Get<ListWalker>().RunAsync(default);
        }
    }
}
