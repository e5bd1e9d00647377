using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>A Patchwork before version 3.1 has no events of comments.</summary>
public sealed class OldServerTests
{
    [Theory]
    [InlineData(false, Part.Detail)]
    [InlineData(true, Part.Detail | Part.Comments | Part.Mbox)]
    public async Task Comments_are_fetched_when_the_state_changes_if_no_event_tells_of_them(bool isOld, Part expected)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var fault = isOld ? patchwork.Faults.Add(Fault.NotFound, When.On("/api/1.3/")) : null;
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var before = DateTimeOffset.UnixEpoch;
        var row = new ResourceRow
        {
            ETag = new Azure.ETag("archived"),
            DetailAt = before,
            MboxAt = before,
            CommentsAt = before,
            ChecksAt = before,
        };
        var accepted = new EventReference(1, EventCategory.PatchStateChanged, "2026-03-01T00:00:00", "accepted");

        var needed = deployment
            .Get<ResourceFetch>()
            .Needed(new RefreshItem(ResourceKind.Patch, 2170001, 14) { Events = [accepted] }, row);

        Assert.Equal(expected, needed);
    }
}
