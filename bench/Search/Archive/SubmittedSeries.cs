using System.Text.Json.Nodes;

namespace Hookwork.Bench.Search.Archive;

/// <summary>A series being assembled by the tracker.</summary>
internal sealed record SubmittedSeries(
    long Id,
    string Name,
    DateTimeOffset Date,
    int Version,
    int Total,
    JsonObject Submitter
)
{
    public Submitted? Cover { get; set; }
    public List<Submitted> Patches { get; } = [];
    public bool IsComplete => Patches.Count >= Total;

    /// <summary>As another resource embeds it.</summary>
    public JsonObject Reference() =>
        new()
        {
            ["id"] = Id,
            ["url"] = $"/api/series/{Id}/",
            ["web_url"] = $"/project/qemu-devel/list/?series={Id}",
            ["date"] = Submitted.Utc(Date),
            ["name"] = Name,
            ["version"] = Version,
            ["mbox"] = $"/series/{Id}/mbox/",
        };
}
