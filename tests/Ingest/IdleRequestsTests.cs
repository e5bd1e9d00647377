using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Xunit.Abstractions;

namespace Hookwork.Tests.Ingest;

/// <summary>What the server is asked for in an hour in which nothing happens, as docs/operate.md says.</summary>
public sealed class IdleRequestsTests(ITestOutputHelper output)
{
    private readonly TestClock _clock = new(stands: true);

    [Theory]
    // qemu-devel has two pages of patches, and one of each other list; so has the other project, with one of patches.
    [InlineData(1, 60, 5 * 2, 5, 5)]
    [InlineData(4, 4 * 60, 5 * (2 + 1 + 1 + 1), 5 * 4, 5 * 4)]
    public async Task An_idle_hour_asks_as_often_as_documented(
        int projects,
        int events,
        int patches,
        int series,
        int covers
    )
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        patchwork.Administration.AddProject(20, "barebox");
        patchwork.Administration.AddProject(21, "openwrt");
        string[] followed = ["qemu-devel", "uboot", "barebox", "openwrt"];
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            archive.Storage,
            _clock,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Patchwork:Projects"] = string.Join(',', followed.Take(projects)),
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
                ["patches"] = patches,
                ["series"] = series,
                ["covers"] = covers,
                ["bundles"] = 5 * projects,
            }.OrderBy(kind => kind.Key, StringComparer.Ordinal),
            asked.OrderBy(kind => kind.Key, StringComparer.Ordinal)
        );
        Assert.InRange(asked.Values.Sum() - events, 0, 40 * projects);
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
