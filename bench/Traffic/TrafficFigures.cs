namespace Hookwork.Bench.Traffic;

/// <summary>The figures of the traffic bench.</summary>
/// <param name="Resources">Ingested patches, cover letters and series.</param>
/// <param name="Patches">The patches among them; likewise for the others.</param>
/// <param name="Events">The events of these resources.</param>
/// <param name="BusyMinutes">Minutes of the server's time with at least one event.</param>
/// <param name="PerResource">All storage requests, for each resource.</param>
/// <param name="MboxBytesPerResource">Blob bytes in container mboxes, for each resource.</param>
/// <param name="TableBytesPerResource">Bytes of all tables as Azure counts them, for each resource.</param>
/// <param name="PerStart">Storage requests of a process start.</param>
/// <param name="PerIdleRun">Storage requests of each timer function with nothing to do.</param>
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
