using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class SweepTests
{
    private const string Date = "2025-12-01T00:00:00";

    /// <summary>The process may have died of one of them each time, before it finished the others.</summary>
    [Fact]
    public async Task Events_that_are_lost_again_and_again_are_queued_alone()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        await deployment.Get<EventLog>().AddAsync([Created(1), Created(2), Created(3)], default);
        clock.Advance(TimeSpan.FromHours(1));

        List<int> messages = [];
        for (var sweeps = 0; sweeps < 5; sweeps++)
        {
            await deployment.Get<Sweep>().RunAsync(default);
            messages.Add((await deployment.Archive.Refresh.ReceiveMessagesAsync(32)).Value.Length);
            await deployment.Archive.Refresh.ClearMessagesAsync();
        }

        Assert.Equal([1, 1, 1, 3, 3], messages);
    }

    private static NewEvent Created(long id)
    {
        var item = new RefreshItem(ResourceKind.Patch, id, 14)
        {
            Events = [new EventReference(id, EventCategory.PatchCreated, Date, null)],
        };
        return new(14, id, EventCategory.PatchCreated, Date, "{}"u8.ToArray(), RefreshQueue.Write(item), null);
    }
}
