namespace Hookwork.Bench.Ingest;

/// <summary>The figures of the ingest bench.</summary>
/// <param name="PatchesPerSecond">Patches archived per second, with all their resources, from the first poll to the
/// last event done.</param>
/// <param name="CeilingPerSecond">The same storage operations sent by bare loops, in patches per second.</param>
/// <param name="Ratio">The first divided by the second.</param>
/// <param name="TransactionsPerResource">Requests to storage for each patch, cover letter and series.</param>
/// <param name="RequestsPerResource">Requests to upstream for each patch, cover letter and series.</param>
/// <param name="PeakMemoryMB">The peak physical memory of the selfhost process, in millions of bytes.</param>
internal sealed record IngestFigures(
    double PatchesPerSecond,
    double CeilingPerSecond,
    double Ratio,
    double TransactionsPerResource,
    double RequestsPerResource,
    double PeakMemoryMB
);
