using Hookwork.Archive.Cursors;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class EventPollerTests
{
    private const long Qemu = 14;

    [Fact]
    public async Task Many_polls_within_the_time_that_events_are_held_back_fit_in_the_row_of_the_cursor()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 2);
        var clock = new TestClock(stands: true);
        clock.Follow(patchwork.Time);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Patchwork:Projects"] = "qemu-devel",
                ["Hookwork:HoldEvents"] = "01:00:00",
            }
        );
        var cursors = deployment.Get<CursorStore>();
        await deployment.PollAsync();
        var cursor = await cursors.GetAsync(Qemu, default);
        var first = Assert.Single(cursor.Settling);
        await cursors.PutAsync(cursor with { Settling = [.. Enumerable.Repeat(first, 100)] }, default);

        patchwork.Time.VisibleEvents = 3;
        clock.Advance(TimeSpan.FromSeconds(10));
        await deployment.PollAsync();

        Assert.Equal(100, (await cursors.GetAsync(Qemu, default)).Settling.Count);

        // What it read is noted by a later one.
        clock.Advance(TimeSpan.FromMinutes(1));
        await deployment.PollAsync();

        cursor = await cursors.GetAsync(Qemu, default);
        Assert.Equal(101, cursor.Settling.Count);
        Assert.True(cursor.Settling[^1].Id > first.Id);
    }
}
