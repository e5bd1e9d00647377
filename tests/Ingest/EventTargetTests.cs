using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class EventTargetTests
{
    [Theory]
    [InlineData("cover-created", ResourceKind.Cover, Part.Detail | Part.Mbox, null)]
    [InlineData("patch-created", ResourceKind.Patch, Part.Detail | Part.Mbox, null)]
    [InlineData("patch-completed", ResourceKind.Patch, Part.Detail, "series")]
    [InlineData("patch-state-changed", ResourceKind.Patch, Part.Detail, "current_state")]
    [InlineData("patch-delegated", ResourceKind.Patch, Part.Detail | Part.Mbox, "current_delegate")]
    [InlineData("patch-relation-changed", ResourceKind.Patch, Part.Detail, null)]
    [InlineData("check-created", ResourceKind.Patch, Part.Detail | Part.Checks, "check")]
    [InlineData("series-created", ResourceKind.Series, Part.Detail, null)]
    [InlineData("series-completed", ResourceKind.Series, Part.Detail, null)]
    [InlineData("cover-comment-created", ResourceKind.Cover, Part.Detail | Part.Comments | Part.Mbox, "comment")]
    [InlineData("patch-comment-created", ResourceKind.Patch, Part.Detail | Part.Comments | Part.Mbox, "comment")]
    public void Each_category_has_its_resource_and_parts(string category, ResourceKind kind, Part parts, string? says)
    {
        var events = Exchanges.Read("events").Where(item => item["category"]!.GetValue<string>() == category).ToList();
        Assert.NotEmpty(events);
        Assert.Equal(parts, EventTarget.Parts(category));
        foreach (var recorded in events)
        {
            using var document = JsonDocument.Parse(recorded.ToJsonString());
            var (item, fault) = EventTarget.Of(ReadEvent.Of(document.RootElement, new Uri(Exchanges.Origin)).Event);

            Assert.Null(fault);
            Assert.Equal((kind, recorded["payload"]![kind.Name()]!["id"]!.GetValue<long>()), (item!.Kind, item.Id));
            var reference = Assert.Single(item.Events);
            Assert.Equal((category, recorded["date"]!.GetValue<string>()), (reference.Category, reference.Date));
            if (says is not null)
                Assert.Equal(
                    (
                        recorded["payload"]![says] is System.Text.Json.Nodes.JsonObject of
                            ? of["id"]
                            : recorded["payload"]![says]
                    )?.ToString() ?? "0",
                    reference.Says
                );
        }
    }

    [Theory]
    [InlineData("patch-sung", "2025-12-01T00:00:00", """{"patch": {"id": 1}}""", "category 'patch-sung' is not known")]
    [InlineData(null, "2025-12-01T00:00:00", """{"patch": {"id": 1}}""", "category '' is not known")]
    [InlineData("patch\ncreated", "2025-12-01T00:00:00", """{"patch": {"id": 1}}""", @"category 'patch\u000acreated'")]
    [InlineData("patch-created", null, """{"patch": {"id": 1}}""", "no date")]
    [InlineData("patch-created", "2025-12-01T00:00:00", "null", "names no patch")]
    [InlineData("patch-created", "2025-12-01T00:00:00", "{}", "names no patch")]
    [InlineData("patch-created", "2025-12-01T00:00:00", """{"patch": 1}""", "names no patch")]
    [InlineData("patch-created", "2025-12-01T00:00:00", """{"patch": {"id": 10000000000}}""", "names no patch")]
    [InlineData("series-created", "2025-12-01T00:00:00", """{"patch": {"id": 1}}""", "names no series")]
    public void Says_why_there_is_no_target(string? category, string? date, string payload, string reason)
    {
        using var document = JsonDocument.Parse(payload);

        var (item, fault) = EventTarget.Of(
            new Event
            {
                Id = 1,
                Project = new Project { Id = 14 },
                Category = category,
                Date = date,
                Payload = document.RootElement,
            }
        );

        Assert.Null(item);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_without_bounds_reaches_no_queue()
    {
        using var document = JsonDocument.Parse(
            $$"""{"patch": {"id": 1}, "current_state": "{{new string('x', 100_000)}}"}"""
        );
        var state = new Event
        {
            Id = 1,
            Project = new Project { Id = 14 },
            Category = "patch-state-changed",
            Date = "2025-12-01T00:00:00",
            Payload = document.RootElement,
        };

        Assert.Null(EventTarget.Of(state).Item!.Events[0].Says);
        Assert.NotNull(EventTarget.Of(state with { Date = new string('1', 100_000) }).Fault);
    }
}
