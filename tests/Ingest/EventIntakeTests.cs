using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Events;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>What of a poll or push is left to the fast path, and what is queued.</summary>
public sealed class EventIntakeTests
{
    private const long Project = 14;

    [Theory]
    [InlineData(RefreshQueue.MostItems, true)]
    [InlineData(RefreshQueue.MostItems + 1, false)]
    public async Task Up_to_32_resources_are_left_to_the_fast_path(int resources, bool isFew)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        List<RefreshItem> few = [];
        // Two events of each.
        var events = Enumerable.Range(1, 2 * resources).Select(id => Event(id, patch: id % resources + 1)).ToList();

        Assert.Equal(2 * resources, await deployment.Get<EventIntake>().TakeAsync(events, few, default));

        Assert.Equal(isFew ? resources : 0, few.Count);
        Assert.Equal(isFew ? 0 : resources, (await deployment.ReceiveAsync()).Count);
        var open = await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync();
        Assert.Equal(2 * resources, open.Count);
        Assert.All(open, item => Assert.Equal(isFew, item.IsUnqueued));
    }

    [Fact]
    public async Task A_page_that_is_too_much_together_with_earlier_ones_is_queued_alone()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var intake = deployment.Get<EventIntake>();
        List<RefreshItem> few = [];

        await intake.TakeAsync([.. Enumerable.Range(1, 30).Select(id => Event(id, patch: id))], few, default);
        await intake.TakeAsync([.. Enumerable.Range(31, 3).Select(id => Event(id, patch: id))], few, default);
        await intake.TakeAsync([.. Enumerable.Range(34, 2).Select(id => Event(id, patch: id))], few, default);

        Assert.Equal([.. Enumerable.Range(1, 30), 34, 35], few.Select(item => (int)item.Id));
        Assert.Equal([31, 32, 33], (await deployment.ReceiveAsync()).Select(item => (int)item.Id).Order());
        var open = await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync();
        Assert.Equal([31, 32, 33], open.Where(item => !item.IsUnqueued).Select(item => (int)item.Id));
    }

    private static ReadEvent Event(long id, long patch)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["category"] = EventCategory.PatchStateChanged,
            ["project"] = new JsonObject { ["id"] = Project },
            ["date"] = "2025-12-01T00:00:00",
            ["actor"] = null,
            ["payload"] = new JsonObject { ["patch"] = new JsonObject { ["id"] = patch } },
        };
        return ReadEvent.Of(JsonElement.Parse(json.ToJsonString()), new Uri("http://127.0.0.1/"));
    }
}
