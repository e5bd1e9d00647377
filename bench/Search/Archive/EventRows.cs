using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Events;

namespace Hookwork.Bench.Search.Archive;

/// <summary>The events that Patchwork would have raised, all done.</summary>
internal sealed class EventRows
{
    private readonly List<ArchiveRow> _rows = [];

    public IReadOnlyList<ArchiveRow> Rows => _rows;

    public void Add(string category, DateTimeOffset date, params ReadOnlySpan<(string Name, JsonNode? Value)> payload)
    {
        var id = 9_000_000 + _rows.Count;
        var at = date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
        var items = new JsonObject();
        foreach (var (name, value) in payload)
            items[name] = value;
        var json = new JsonObject
        {
            ["id"] = id,
            ["category"] = category,
            ["project"] = new JsonObject { ["id"] = Tracker.Project, ["link_name"] = "qemu-devel" },
            ["date"] = at,
            ["actor"] = null,
            ["payload"] = items,
        };
        Dictionary<string, object> columns = new(StringComparer.Ordinal)
        {
            ["Category"] = category,
            ["Date"] = at,
            ["Status"] = EventStatus.Done,
        };
        _rows.Add(
            new ArchiveRow("Events", Keys.EventBucket(Tracker.Project, id), Keys.Id(id), Tracker.Bytes(json), columns)
        );
    }
}
