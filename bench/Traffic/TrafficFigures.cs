using System.Text.Json.Serialization;

namespace Hookwork.Bench.Traffic;

/// <summary>What the traffic bench found.</summary>
/// <param name="Resources">Patches, cover letters and series that were ingested.</param>
/// <param name="Patches">Patches among them, and so on.</param>
/// <param name="Events">Events that brought them.</param>
/// <param name="BusyMinutes">Minutes of the server's time in which there was an event.</param>
/// <param name="PerResource">Requests to storage for each resource, everything included.</param>
/// <param name="MboxBytesPerResource">Blob bytes in container mboxes, for each resource.</param>
/// <param name="TableBytesPerResource">Bytes of all tables as Azure counts them, for each resource.</param>
/// <param name="PerStart">Requests to storage of a process that starts.</param>
/// <param name="PerIdleRun">Requests to storage of each timer function when there is nothing to do.</param>
internal sealed record TrafficFigures(
    int Resources,
    int Patches,
    int Covers,
    int Series,
    int Comments,
    int Events,
    int BusyMinutes,
    TrafficCounts PerResource,
    double MboxBytesPerResource,
    double TableBytesPerResource,
    TrafficCounts PerStart,
    IReadOnlyDictionary<string, TrafficCounts> PerIdleRun
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TrafficFigures))]
internal sealed partial class TrafficFiguresJson : JsonSerializerContext;
