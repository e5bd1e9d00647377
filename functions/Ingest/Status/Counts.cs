using System.Text.Json;

namespace Hookwork.Ingest.Status;

/// <summary>How much the archive holds. <see cref="Events"/> counts finished events, the next four the rest.</summary>
public sealed record Counts
{
    public long Events { get; init; }
    public long Pending { get; init; }
    public long Failed { get; init; }
    public long Gone { get; init; }
    public long Poison { get; init; }
    public long Patches { get; init; }
    public long Covers { get; init; }
    public long Series { get; init; }
    public long Comments { get; init; }
    public long Checks { get; init; }
    public long People { get; init; }
    public long Projects { get; init; }
    public long Mboxes { get; init; }

    /// <summary>The counts as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, IngestJson.Default.Counts);
}
